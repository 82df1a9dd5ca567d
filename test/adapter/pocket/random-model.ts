import { byteAlphabet } from '../../../src/adapter/pocket/byte-alphabet.ts';
import { asHalves, type MetadataToWrite, type TensorToWrite, writeGguf } from '../../support/write-gguf.ts';

/** What a random Qwen2 model looks like. */
export interface RandomModelOptions {
  readonly seed: number;
  readonly embedding: number;
  readonly layers: number;
  readonly heads: number;
  readonly keyHeads: number;
  readonly feedForward: number;
  readonly context: number;
  readonly ropeBase: number;
  readonly tied: boolean;
  readonly type: 'F32' | 'F16';
  readonly biases: boolean;
  /** Tokens beyond the bytes and the added ones; each is a merge of two earlier tokens. */
  readonly merges: number;
  /** Added to the key-value table, or put in place of what would stand there. */
  readonly metadata?: Readonly<Record<string, MetadataToWrite>>;
}

export interface RandomModel {
  readonly options: RandomModelOptions;
  readonly vocabulary: readonly string[];
  /** By name, as a reader of the file sees them. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly bytes: Uint8Array;
  /** What `bytes` were written from. */
  readonly metadata: Readonly<Record<string, MetadataToWrite>>;
  readonly tensors: readonly TensorToWrite[];
}

export const smallModel: RandomModelOptions = {
  seed: 1,
  embedding: 24,
  layers: 2,
  heads: 4,
  keyHeads: 2,
  feedForward: 40,
  context: 64,
  ropeBase: 10_000,
  tied: true,
  type: 'F32',
  biases: true,
  merges: 20,
};

const control = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'];
const userDefined = ['<tool_call>', ' ok', 'user', 'use', '日本', '  ', '<think>', '</think>', 'k use'];

/** A Qwen2 GGUF with random weights; the same options give the same bytes. */
export function randomModel(options: RandomModelOptions): RandomModel {
  const random = generator(options.seed);
  const { tokens: merged, merges } = randomMerges(options.merges, random);
  const vocabulary = [...control, ...userDefined, ...byteAlphabet, ...merged];
  const { embedding, layers, heads, keyHeads, feedForward } = options;
  const keySize = (embedding / heads) * keyHeads;
  const tensors: TensorToWrite[] = [];
  const weights = new Map<string, Float32Array>();
  const add = (name: string, shape: readonly number[], spread: number, middle = 0): void => {
    const length = shape.reduce((product, factor) => product * factor, 1);
    const drawn = Float32Array.from({ length }, () => middle + spread * normal(random));
    const type = shape.length > 1 ? options.type : 'F32';
    tensors.push({ name, shape, values: drawn, type });
    weights.set(name, type === 'F16' ? asHalves(drawn) : drawn);
  };
  const matrix = (name: string, inputs: number, outputs: number): void =>
    add(name, [inputs, outputs], 1 / Math.sqrt(inputs));
  add('token_embd.weight', [embedding, vocabulary.length], options.tied ? 2 / Math.sqrt(embedding) : 1);
  if (!options.tied) add('output.weight', [embedding, vocabulary.length], 2 / Math.sqrt(embedding));
  add('output_norm.weight', [embedding], 0.1, 1);
  for (let layer = 0; layer < layers; layer += 1) {
    const block = `blk.${layer}`;
    add(`${block}.attn_norm.weight`, [embedding], 0.1, 1);
    add(`${block}.ffn_norm.weight`, [embedding], 0.1, 1);
    for (const [letter, size] of [
      ['q', embedding],
      ['k', keySize],
      ['v', keySize],
    ] as const) {
      add(`${block}.attn_${letter}.weight`, [embedding, size], (letter === 'v' ? 1 : 2) / Math.sqrt(embedding));
      if (options.biases) add(`${block}.attn_${letter}.bias`, [size], 0.2);
    }
    matrix(`${block}.attn_output.weight`, embedding, embedding);
    matrix(`${block}.ffn_gate.weight`, embedding, feedForward);
    matrix(`${block}.ffn_up.weight`, embedding, feedForward);
    matrix(`${block}.ffn_down.weight`, feedForward, embedding);
  }
  const metadata: Record<string, MetadataToWrite> = {
    'general.architecture': 'qwen2',
    'general.name': 'random',
    'qwen2.context_length': options.context,
    'qwen2.embedding_length': embedding,
    'qwen2.block_count': layers,
    'qwen2.feed_forward_length': feedForward,
    'qwen2.attention.head_count': heads,
    'qwen2.attention.head_count_kv': keyHeads,
    'qwen2.attention.layer_norm_rms_epsilon': { float: 1e-6 },
    'qwen2.rope.freq_base': { float: options.ropeBase },
    'tokenizer.ggml.model': 'gpt2',
    'tokenizer.ggml.pre': 'qwen2',
    'tokenizer.ggml.tokens': vocabulary,
    'tokenizer.ggml.token_type': {
      integers: vocabulary.map((_token, id) =>
        id < control.length ? 3 : id < control.length + userDefined.length ? 4 : 1,
      ),
    },
    'tokenizer.ggml.merges': merges,
    'tokenizer.ggml.eos_token_id': 2,
    'tokenizer.ggml.padding_token_id': 0,
    'tokenizer.ggml.add_bos_token': false,
    'tokenizer.chat_template':
      "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>\\n' }}{% endfor %}" +
      "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
    ...options.metadata,
  };
  return { options, vocabulary, weights, bytes: writeGguf(metadata, tensors), metadata, tensors };
}

/** Merges as training makes them: both halves are letters or results of earlier merges. */
function randomMerges(count: number, random: () => number): { tokens: string[]; merges: string[] } {
  // Common bytes, so that merges happen in ordinary text.
  const parts = Array.from('etaoinshr \n0129.,é日').flatMap((letter) =>
    Array.from(new TextEncoder().encode(letter), (byte) => byteAlphabet[byte] ?? ''),
  );
  const tokens: string[] = [];
  const merges: string[] = [];
  while (tokens.length < count) {
    const [left, right] = [parts[Math.floor(random() * parts.length)], parts[Math.floor(random() * parts.length)]];
    const token = `${left}${right}`;
    if (parts.includes(token) || token.length > 6) continue;
    parts.push(token);
    tokens.push(token);
    merges.push(`${left} ${right}`);
  }
  return { tokens, merges };
}

/** Uniform numbers in [0, 1): xorshift32. */
export function generator(seed: number): () => number {
  let state = Math.imul(seed, 2_654_435_761) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
