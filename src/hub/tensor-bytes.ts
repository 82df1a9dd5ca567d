/**
 * Weights per block and bytes per block of the tensor types of ggml, by their names (gguf-py/gguf/constants.py of
 * llama.cpp, GGML_QUANT_SIZES).
 */
const blocks: Readonly<Record<string, readonly [weights: number, bytes: number]>> = {
  F32: [1, 4],
  F16: [1, 2],
  BF16: [1, 2],
  F64: [1, 8],
  I8: [1, 1],
  I16: [1, 2],
  I32: [1, 4],
  I64: [1, 8],
  Q4_0: [32, 18],
  Q4_1: [32, 20],
  Q5_0: [32, 22],
  Q5_1: [32, 24],
  Q8_0: [32, 34],
  Q8_1: [32, 36],
  Q2_K: [256, 84],
  Q3_K: [256, 110],
  Q4_K: [256, 144],
  Q5_K: [256, 176],
  Q6_K: [256, 210],
  Q8_K: [256, 292],
  IQ1_S: [256, 50],
  IQ1_M: [256, 56],
  IQ2_XXS: [256, 66],
  IQ2_XS: [256, 74],
  IQ2_S: [256, 82],
  IQ3_XXS: [256, 98],
  IQ3_S: [256, 110],
  IQ4_NL: [32, 18],
  IQ4_XS: [256, 136],
  TQ1_0: [256, 54],
  TQ2_0: [256, 66],
  MXFP4: [32, 17],
  NVFP4: [64, 36],
};

/**
 * The bytes a tensor takes in a file; 0 where its type is newer than this table, so that a file is never called too
 * short for that.
 */
export function tensorBytes(type: string | undefined, weights: number): number {
  const [each, bytes] = blocks[type ?? ''] ?? [1, 0];
  return Math.ceil(weights / each) * bytes;
}
