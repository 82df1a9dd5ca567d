import type { Kernels } from './instantiate-kernels.ts';
import type { MemoryPlan } from './memory-plan.ts';
import type { ModelShape } from './model-shape.ts';

/** One token on its way through the model. */
export interface Place {
  readonly token: number;
  /** Where it stands in its sequence. */
  readonly position: number;
  /** Address of the cache of its slot. */
  readonly cache: number;
}

/**
 * Takes up to `plan.rows` tokens through all layers. Leaves the keys and values in their caches and the result of row
 * i in the i-th row of `plan.scratch.residual`. Tokens of one sequence must come in order.
 */
export function forward(kernels: Kernels, shape: ModelShape, plan: MemoryPlan, places: readonly Place[]): void {
  const { padded, scratch, cache } = plan;
  const count = places.length;
  const rowBytes = padded.embedding * 4;
  const headBytes = padded.head * 4;
  const projectionBytes = padded.projection * 4;
  const attendedBytes = shape.heads * headBytes;
  const activationBytes = padded.feedForward * 4;
  const firstKey = attendedBytes;
  const firstValue = firstKey + shape.keyHeads * headBytes;
  const half = shape.headSize / 2;
  const scale = 1 / Math.sqrt(shape.headSize);
  const group = shape.heads / shape.keyHeads;

  const memory = new Uint8Array(kernels.memory.buffer);
  places.forEach(({ token }, row) => {
    const from = plan.embeddings + token * rowBytes;
    memory.copyWithin(scratch.residual + row * rowBytes, from, from + rowBytes);
  });
  plan.layers.forEach((layer, index) => {
    normalizeRows(kernels, shape, plan, layer.attentionNorm, count);
    kernels.matmul(
      scratch.normal,
      layer.projection,
      layer.projectionBias,
      scratch.projection,
      count,
      shape.embedding,
      padded.projection,
      rowBytes,
      0,
      projectionBytes,
    );
    const keys = index * cache.layer;
    const values = keys + cache.values;
    for (let row = 0; row < count; row += 1) {
      const { position, cache: slot } = places[row]!;
      const projected = scratch.projection + row * projectionBytes;
      const angles = plan.angles + position * shape.headSize * 4;
      kernels.rotate(projected, angles, shape.heads, headBytes, half, scale);
      kernels.rotate(projected + firstKey, angles, shape.keyHeads, headBytes, half, 1);
      kernels.remember(
        projected + firstKey,
        projected + firstValue,
        slot + keys,
        slot + values,
        position,
        shape.keyHeads,
        shape.headSize,
        headBytes,
        cache.keysStride,
        cache.valuesStride,
      );
    }
    for (let row = 0; row < count; row += 1) {
      const { position, cache: slot } = places[row]!;
      kernels.attend(
        scratch.projection + row * projectionBytes,
        slot + keys,
        slot + values,
        scratch.scores,
        scratch.attended + row * attendedBytes,
        shape.heads,
        group,
        shape.headSize,
        headBytes,
        position + 1,
        cache.keysStride,
        cache.valuesStride,
      );
    }
    kernels.matmul(
      scratch.attended,
      layer.attentionOutput,
      scratch.residual,
      scratch.residual,
      count,
      shape.heads * padded.head,
      padded.embedding,
      attendedBytes,
      rowBytes,
      rowBytes,
    );
    normalizeRows(kernels, shape, plan, layer.feedForwardNorm, count);
    kernels.matmul(
      scratch.normal,
      layer.gates,
      plan.zeros,
      scratch.gates,
      count,
      shape.embedding,
      2 * padded.feedForward,
      rowBytes,
      0,
      2 * activationBytes,
    );
    for (let row = 0; row < count; row += 1) {
      kernels.gate(
        scratch.gates + row * 2 * activationBytes,
        scratch.activation + row * activationBytes,
        padded.feedForward,
      );
    }
    kernels.matmul(
      scratch.activation,
      layer.down,
      scratch.residual,
      scratch.residual,
      count,
      shape.feedForward,
      padded.embedding,
      activationBytes,
      rowBytes,
      rowBytes,
    );
  });
}

/**
 * Logits behind some of the rows that `forward` left, at most `plan.logitRows` of them.
 *
 * @param rows - which rows
 * @returns one view per row, valid until the next call
 */
export function logitsOf(
  kernels: Kernels,
  shape: ModelShape,
  plan: MemoryPlan,
  rows: readonly number[],
): readonly Float32Array[] {
  const { padded, scratch } = plan;
  const rowBytes = padded.embedding * 4;
  const logitBytes = padded.vocabulary * 4;
  rows.forEach((row, index) => {
    const from = scratch.residual + row * rowBytes;
    const to = scratch.wanted + index * rowBytes;
    kernels.normalize(from, plan.outputNorm, to, shape.embedding, padded.embedding, shape.epsilon);
  });
  kernels.matmul(
    scratch.wanted,
    plan.output,
    plan.outputBias,
    scratch.logits,
    rows.length,
    shape.embedding,
    padded.vocabulary,
    rowBytes,
    0,
    logitBytes,
  );
  return rows.map(
    (_row, index) => new Float32Array(kernels.memory.buffer, scratch.logits + index * logitBytes, shape.vocabulary),
  );
}

function normalizeRows(kernels: Kernels, shape: ModelShape, plan: MemoryPlan, weight: number, count: number): void {
  const rowBytes = plan.padded.embedding * 4;
  for (let row = 0; row < count; row += 1) {
    const [from, to] = [plan.scratch.residual + row * rowBytes, plan.scratch.normal + row * rowBytes];
    kernels.normalize(from, weight, to, shape.embedding, plan.padded.embedding, shape.epsilon);
  }
}
