import { type MetadataToWrite, type TensorToWrite, writeGguf } from '../../support/write-gguf.ts';
import { generator, randomModel, smallModel } from '../pocket/random-model.ts';

/** A vocabulary as SentencePiece makes them: pieces with scores, a mark for the space, a token per byte. */
const pieces = ['\u2581', 'W', 'a', 'i', 't', 'ai', 'ait', 'Wait', '\u2581Wait', '\u2581a', 'h', 'e', 'he'];
const sentencePieces: Readonly<Record<string, MetadataToWrite>> = vocabulary();

function vocabulary(): Record<string, MetadataToWrite> {
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  const tokens = ['<unk>', '<s>', '</s>', '<|user|>', '</think>', ...bytes, ...pieces];
  const types = [2, 3, 3, 3, 4, ...bytes.map(() => 6), ...pieces.map(() => 1)];
  return {
    'tokenizer.ggml.model': 'llama',
    'tokenizer.ggml.tokens': tokens,
    'tokenizer.ggml.scores': { floats: tokens.map((token) => -20 + token.length) },
    'tokenizer.ggml.token_type': { integers: types },
    'tokenizer.ggml.bos_token_id': 1,
    'tokenizer.ggml.eos_token_id': 2,
    'tokenizer.ggml.unknown_token_id': 0,
    'tokenizer.ggml.add_space_prefix': true,
  };
}

/** A Qwen2 model with random weights and a SentencePiece vocabulary. */
export function sentencePieceModel(): Uint8Array {
  const { metadata, tensors, options } = randomModel({ ...smallModel, merges: 0 });
  const { 'tokenizer.ggml.merges': _merges, 'tokenizer.ggml.pre': _pre, ...others } = metadata;
  const size = (sentencePieces['tokenizer.ggml.tokens'] as readonly string[]).length;
  const embedding: TensorToWrite = {
    name: 'token_embd.weight',
    shape: [options.embedding, size],
    values: values(options.embedding * size, 0.3, generator(5)),
    type: 'F32',
  };
  return writeGguf({ ...others, ...sentencePieces }, [
    embedding,
    ...tensors.filter(({ name }) => name !== embedding.name),
  ]);
}

/** A Mamba model with random weights: it has no cache of tokens, only a state, and cannot forget. */
export function recurrentModel(): Uint8Array {
  const random = generator(7);
  const [embedding, inner, state, rank, kernel, layers] = [32, 64, 16, 4, 4, 2];
  const { metadata, vocabulary: tokens } = randomModel(smallModel);
  const tensors: TensorToWrite[] = [];
  const add = (name: string, shape: readonly number[], spread: number, middle = 0): void => {
    const length = shape.reduce((product, factor) => product * factor, 1);
    tensors.push({ name, shape, values: values(length, spread, random, middle), type: 'F32' });
  };
  add('token_embd.weight', [embedding, tokens.length], 0.5);
  add('output_norm.weight', [embedding], 0.1, 1);
  for (let layer = 0; layer < layers; layer += 1) {
    const block = `blk.${layer}`;
    add(`${block}.attn_norm.weight`, [embedding], 0.1, 1);
    add(`${block}.ssm_in.weight`, [embedding, 2 * inner], 0.3);
    add(`${block}.ssm_conv1d.weight`, [kernel, inner], 0.5);
    add(`${block}.ssm_conv1d.bias`, [inner], 0.1);
    add(`${block}.ssm_x.weight`, [inner, rank + 2 * state], 0.3);
    add(`${block}.ssm_dt.weight`, [rank, inner], 0.3);
    add(`${block}.ssm_dt.bias`, [inner], 0.1);
    add(`${block}.ssm_a`, [state, inner], 0.3, -1);
    add(`${block}.ssm_d`, [inner], 0.1, 1);
    add(`${block}.ssm_out.weight`, [inner, embedding], 0.3);
  }
  const tokenizer = Object.entries(metadata).filter(([key]) => key.startsWith('tokenizer.'));
  return writeGguf(
    {
      'general.architecture': 'mamba',
      'general.name': 'random mamba',
      'mamba.context_length': 256,
      'mamba.embedding_length': embedding,
      'mamba.feed_forward_length': 0,
      'mamba.attention.head_count': 0,
      'mamba.block_count': layers,
      'mamba.ssm.conv_kernel': kernel,
      'mamba.ssm.inner_size': inner,
      'mamba.ssm.state_size': state,
      'mamba.ssm.time_step_rank': rank,
      'mamba.attention.layer_norm_rms_epsilon': { float: 1e-5 },
      ...Object.fromEntries(tokenizer),
    },
    tensors,
  );
}

function values(length: number, spread: number, random: () => number, middle = 0): Float32Array {
  return Float32Array.from({ length }, () => middle + spread * (2 * random() - 1));
}
