import { MullError } from '../../core/mull-error.ts';
import type { GgufMetadata } from './gguf-metadata.ts';

/** The sizes of a Qwen2 model, all in numbers of elements. */
export interface ModelShape {
  readonly vocabulary: number;
  /** Most tokens the model was made for. */
  readonly context: number;
  readonly embedding: number;
  readonly layers: number;
  readonly heads: number;
  /** Heads of keys and values; each serves `heads / keyHeads` heads of queries. */
  readonly keyHeads: number;
  readonly headSize: number;
  readonly feedForward: number;
  readonly ropeBase: number;
  /** Added under the root when normalising. */
  readonly epsilon: number;
}

/**
 * The sizes written in a GGUF file, checked to be those of a Qwen2 model.
 *
 * @throws E_MODEL_UNSUPPORTED for other architectures, E_MODEL_CORRUPT for sizes that do not fit together
 */
export function modelShape(metadata: GgufMetadata): ModelShape {
  const architecture = metadata.text('general.architecture');
  if (architecture !== 'qwen2') throw unsupported(`the architecture "${architecture}"`);
  const scaling = metadata.optionalText('qwen2.rope.scaling.type');
  if (scaling !== undefined && scaling !== 'none') throw unsupported(`the rope scaling "${scaling}"`);
  const shape: ModelShape = {
    vocabulary: metadata.texts('tokenizer.ggml.tokens').length,
    context: metadata.count('qwen2.context_length', 1),
    embedding: metadata.count('qwen2.embedding_length', 1),
    layers: metadata.count('qwen2.block_count', 1),
    heads: metadata.count('qwen2.attention.head_count', 1),
    keyHeads:
      metadata.optionalCount('qwen2.attention.head_count_kv', 1) ?? metadata.count('qwen2.attention.head_count', 1),
    headSize: metadata.count('qwen2.embedding_length', 1) / metadata.count('qwen2.attention.head_count', 1),
    feedForward: metadata.count('qwen2.feed_forward_length', 1),
    ropeBase: metadata.has('qwen2.rope.freq_base') ? metadata.positive('qwen2.rope.freq_base') : 10_000,
    epsilon: metadata.positive('qwen2.attention.layer_norm_rms_epsilon'),
  };
  if (!Number.isInteger(shape.headSize) || shape.headSize % 2 !== 0) {
    throw misfit(`${shape.embedding} embedding components do not split into ${shape.heads} heads of an even size`);
  }
  if (shape.heads % shape.keyHeads !== 0) {
    throw misfit(`${shape.heads} heads cannot share ${shape.keyHeads} heads of keys and values`);
  }
  for (const key of ['qwen2.attention.key_length', 'qwen2.attention.value_length', 'qwen2.rope.dimension_count']) {
    const size = metadata.optionalCount(key, 1);
    if (size !== undefined && size !== shape.headSize) {
      throw unsupported(`"${key}" of ${size} where heads have ${shape.headSize} components`);
    }
  }
  return shape;
}

function unsupported(what: string): MullError {
  return new MullError('E_MODEL_UNSUPPORTED', `The pocket engine does not support ${what}.`, {
    hint: 'It runs tiny Qwen2 models with F32 or F16 weights; this file needs another engine.',
  });
}

function misfit(what: string): MullError {
  return new MullError('E_MODEL_CORRUPT', `The sizes in the model file do not fit together: ${what}.`, {
    hint: 'Fetch the file again, or convert the model again.',
  });
}
