import { MullError } from '../../core/mull-error.ts';
import type { ModelShape } from './model-shape.ts';

/** Tokens that go through the layers together; more gain nothing, and their intermediate values leave the cache. */
const rowsAtOnce = 64;
/** Rows whose logits are computed together. */
const logitRowsAtOnce = 8;
/** What all memory of one engine may take: half of what 32-bit addresses reach. */
const mostBytes = 2 ** 31;
/** What the caches take at most when the caller leaves their size to the engine. */
const usualCacheBytes = 2 ** 29;
/** What the weights may take, as F32: enough for every model one would call tiny. */
const mostWeightBytes = 2 ** 30;

/** Where everything lies in the memory of the kernels, in bytes. Caches of slots follow behind `end`. */
export interface MemoryPlan {
  readonly slots: number;
  readonly contextSize: number;
  readonly rows: number;
  readonly logitRows: number;
  /** Sizes in elements, padded for the kernels. */
  readonly padded: {
    readonly embedding: number;
    readonly head: number;
    readonly projection: number;
    readonly feedForward: number;
    readonly vocabulary: number;
  };
  readonly embeddings: number;
  readonly layers: readonly LayerPlan[];
  readonly outputNorm: number;
  readonly output: number;
  readonly outputBias: number;
  /** As many zeros as the widest product has outputs. */
  readonly zeros: number;
  /** Cosines and sines per position. */
  readonly angles: number;
  readonly scratch: {
    readonly residual: number;
    readonly normal: number;
    readonly projection: number;
    readonly attended: number;
    readonly gates: number;
    readonly activation: number;
    readonly scores: number;
    readonly wanted: number;
    readonly logits: number;
  };
  readonly end: number;
  readonly cache: CachePlan;
}

interface LayerPlan {
  readonly attentionNorm: number;
  readonly projection: number;
  readonly projectionBias: number;
  readonly attentionOutput: number;
  readonly feedForwardNorm: number;
  readonly gates: number;
  readonly down: number;
}

/** The cache of one slot: for every layer the keys of every head, then their values. */
interface CachePlan {
  /** From one head to the next. */
  readonly keysStride: number;
  readonly valuesStride: number;
  /** From the keys of a layer to its values, and to the next layer. */
  readonly values: number;
  readonly layer: number;
  readonly slot: number;
}

/**
 * Lays out memory. Nothing is allocated here, so sizes from a hostile file cost nothing.
 *
 * @param options.contextSize - tokens per slot; default: the model's own, or what keeps all caches within 512 MiB
 * @throws E_OPTION_INVALID, E_MODEL_UNSUPPORTED for a model that is too large
 */
export function planMemory(
  shape: ModelShape,
  options: { readonly slots: number; readonly contextSize?: number },
): MemoryPlan {
  const { slots } = options;
  const padded = {
    embedding: roundUp(shape.embedding, 32),
    head: roundUp(shape.headSize, 32),
    projection: roundUp((shape.heads + 2 * shape.keyHeads) * roundUp(shape.headSize, 32), 32),
    feedForward: roundUp(shape.feedForward, 32),
    vocabulary: roundUp(shape.vocabulary, 32),
  };
  const bytesPerToken = 4 * (shape.layers * shape.keyHeads * (shape.headSize + padded.head) * slots + shape.headSize);
  if (options.contextSize !== undefined && options.contextSize > shape.context) {
    throw new MullError(
      'E_OPTION_INVALID',
      `contextSize is ${options.contextSize}, but the model was made for ${shape.context} tokens.`,
      { hint: `Give a contextSize of at most ${shape.context}, or leave it out.` },
    );
  }
  const contextSize =
    options.contextSize ?? Math.min(shape.context, Math.max(16, 16 * Math.floor(usualCacheBytes / bytesPerToken / 16)));

  let end = 64;
  const take = (elements: number): number => {
    const start = end;
    end += roundUp(elements, 16) * 4;
    return start;
  };
  const heads = shape.heads * padded.head;
  const weights = {
    embeddings: take(shape.vocabulary * padded.embedding),
    layers: Array.from({ length: Math.min(shape.layers, 4096) }, () => ({
      attentionNorm: take(padded.embedding),
      projection: take(shape.embedding * padded.projection),
      projectionBias: take(padded.projection),
      attentionOutput: take(heads * padded.embedding),
      feedForwardNorm: take(padded.embedding),
      gates: take(shape.embedding * 2 * padded.feedForward),
      down: take(shape.feedForward * padded.embedding),
    })),
    outputNorm: take(padded.embedding),
    output: take(shape.embedding * padded.vocabulary),
    outputBias: take(padded.vocabulary),
    zeros: take(2 * padded.feedForward),
  };
  if (end > mostWeightBytes || shape.layers > weights.layers.length) {
    throw new MullError(
      'E_MODEL_UNSUPPORTED',
      `The model needs ${mebibytes(end)} for its weights; the pocket engine takes up to ${mebibytes(mostWeightBytes)}.`,
      { hint: 'It is meant for tiny models; one of this size needs another engine.' },
    );
  }
  const angles = take(contextSize * shape.headSize);
  const scratch = {
    residual: take(rowsAtOnce * padded.embedding),
    normal: take(rowsAtOnce * padded.embedding),
    projection: take(rowsAtOnce * padded.projection),
    attended: take(rowsAtOnce * heads),
    gates: take(rowsAtOnce * 2 * padded.feedForward),
    activation: take(rowsAtOnce * padded.feedForward),
    scores: take(roundUp(contextSize, 32) + 16),
    wanted: take(logitRowsAtOnce * padded.embedding),
    logits: take(logitRowsAtOnce * padded.vocabulary),
  };
  const keysStride = roundUp(contextSize, 32) * shape.headSize * 4;
  const valuesStride = contextSize * padded.head * 4;
  const values = shape.keyHeads * keysStride;
  const layer = values + shape.keyHeads * valuesStride;
  const cache = { keysStride, valuesStride, values, layer, slot: shape.layers * layer };
  const total = end + slots * cache.slot;
  if (total > mostBytes) {
    throw new MullError(
      'E_OPTION_INVALID',
      `${slots} slots of ${contextSize} tokens need ${mebibytes(total)}; the pocket engine has ${mebibytes(mostBytes)}.`,
      { hint: 'Lower `slots` or `contextSize`.' },
    );
  }
  return {
    slots,
    contextSize,
    rows: rowsAtOnce,
    logitRows: logitRowsAtOnce,
    padded,
    ...weights,
    angles,
    scratch,
    end,
    cache,
  };
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20).toLocaleString('en-US')} MiB`;
}
