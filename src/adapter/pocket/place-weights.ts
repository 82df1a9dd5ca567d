import { MullError } from '../../core/mull-error.ts';
import type { MemoryPlan } from './memory-plan.ts';
import type { ModelShape } from './model-shape.ts';
import type { GgufFile, GgufTensor } from './read-gguf.ts';
import { checkTensor, readTensor } from './read-tensor.ts';

/** A function that copies one tensor to its place in the memory of the kernels. */
type Placement = (memory: Float32Array) => void;

/**
 * Finds and checks every tensor of the model.
 *
 * @returns what copies them to their places, packed for the kernels; to be called once memory is there
 * @throws E_MODEL_CORRUPT for missing tensors and wrong shapes, E_MODEL_UNSUPPORTED for types and for extra tensors
 */
export function placeWeights(file: GgufFile, shape: ModelShape, plan: MemoryPlan): Placement {
  const { embedding, heads, keyHeads, headSize, feedForward, vocabulary } = shape;
  const { padded } = plan;
  const known = new Set<string>();
  const placements: Placement[] = [];
  const place = (name: string, dimensions: readonly number[], copy: (values: Float32Array) => Placement): void => {
    const tensor = tensorOf(file, known, name, dimensions);
    placements.push((memory) => copy(readTensor(file, tensor))(memory));
  };
  const optional = (name: string, dimensions: readonly number[], copy: (values: Float32Array) => Placement): void => {
    if (file.tensors.has(name)) place(name, dimensions, copy);
  };
  const vector = (at: number) => (values: Float32Array) => (memory: Float32Array) => memory.set(values, at / 4);
  const inOrder = (index: number): number => index;
  // Every head takes a whole number of vectors, so its components move apart.
  const inHeads = (index: number): number => Math.floor(index / headSize) * padded.head + (index % headSize);

  place('token_embd.weight', [embedding, vocabulary], rows(plan.embeddings, embedding, padded.embedding));
  const output = file.tensors.has('output.weight') ? 'output.weight' : 'token_embd.weight';
  place(output, [embedding, vocabulary], matrix(plan.output, embedding, inOrder, inOrder));
  optional('output.bias', [vocabulary], vector(plan.outputBias));
  place('output_norm.weight', [embedding], vector(plan.outputNorm));
  plan.layers.forEach((layer, index) => {
    const block = `blk.${index}`;
    place(`${block}.attn_norm.weight`, [embedding], vector(layer.attentionNorm));
    place(`${block}.ffn_norm.weight`, [embedding], vector(layer.feedForwardNorm));
    let head = 0;
    for (const [letter, count] of [
      ['q', heads],
      ['k', keyHeads],
      ['v', keyHeads],
    ] as const) {
      const first = head * padded.head;
      const outputs = (row: number): number => first + inHeads(row);
      const name = `${block}.attn_${letter}`;
      place(`${name}.weight`, [embedding, count * headSize], matrix(layer.projection, embedding, inOrder, outputs));
      optional(`${name}.bias`, [count * headSize], scattered(layer.projectionBias, outputs));
      head += count;
    }
    place(
      `${block}.attn_output.weight`,
      [heads * headSize, embedding],
      matrix(layer.attentionOutput, heads * padded.head, inHeads, inOrder),
    );
    const up = (row: number): number => padded.feedForward + row;
    place(`${block}.ffn_gate.weight`, [embedding, feedForward], matrix(layer.gates, embedding, inOrder, inOrder));
    place(`${block}.ffn_up.weight`, [embedding, feedForward], matrix(layer.gates, embedding, inOrder, up));
    place(`${block}.ffn_down.weight`, [feedForward, embedding], matrix(layer.down, feedForward, inOrder, inOrder));
  });
  const extra = [...file.tensors.keys()].find((name) => !known.has(name));
  if (extra !== undefined) {
    throw new MullError('E_MODEL_UNSUPPORTED', `The pocket engine does not know what the tensor "${extra}" is for.`, {
      hint: 'It runs plain Qwen2 models; this file needs another engine.',
    });
  }
  return (memory) => {
    for (const copy of placements) copy(memory);
  };
}

function tensorOf(file: GgufFile, known: Set<string>, name: string, dimensions: readonly number[]): GgufTensor {
  known.add(name);
  return checkTensor(file, name, dimensions);
}

/** Row after row, each padded. */
function rows(at: number, length: number, padded: number): (values: Float32Array) => Placement {
  return (values) => (memory) => {
    for (let row = 0; row * length < values.length; row += 1) {
      memory.set(values.subarray(row * length, (row + 1) * length), at / 4 + row * padded);
    }
  };
}

function scattered(at: number, place: (index: number) => number): (values: Float32Array) => Placement {
  return (values) => (memory) => {
    for (let i = 0; i < values.length; i += 1) memory[at / 4 + place(i)] = values[i] ?? 0;
  };
}

/**
 * A matrix in panels of 32 outputs, [outputs / 32][inputs][32], as the kernel `matmul` reads it.
 *
 * @param inputs - inputs of the packed matrix, padding between heads included
 */
function matrix(
  at: number,
  inputs: number,
  inputPlace: (input: number) => number,
  outputPlace: (output: number) => number,
): (values: Float32Array) => Placement {
  return (values) => (memory) => {
    const places: number[] = [];
    for (let input = 0; inputPlace(input) < inputs; input += 1) places.push(inputPlace(input) * 32);
    for (let output = 0; output * places.length < values.length; output += 1) {
      const column = outputPlace(output);
      const panel = at / 4 + Math.floor(column / 32) * inputs * 32 + (column % 32);
      for (let input = 0; input < places.length; input += 1) {
        memory[panel + (places[input] ?? 0)] = values[output * places.length + input] ?? 0;
      }
    }
  };
}
