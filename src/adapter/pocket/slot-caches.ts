import type { PocketModel } from './pocket-model.ts';
import { reserve } from './reserve.ts';

/** The caches of all slots. One takes memory only once its slot is used. */
export class SlotCaches {
  readonly #model: PocketModel;
  readonly #addresses = new Map<number, number>();

  constructor(model: PocketModel) {
    this.#model = model;
  }

  /** Where the cache of a slot begins. May grow the memory, and so detach views of it. */
  address(slot: number): number {
    const known = this.#addresses.get(slot);
    if (known !== undefined) return known;
    const { plan, kernels } = this.#model;
    const address = plan.end + this.#addresses.size * plan.cache.slot;
    reserve(kernels.memory, address + plan.cache.slot);
    this.#addresses.set(slot, address);
    return address;
  }

  /** Copies the first `length` positions. Keys lie in blocks of 32 positions: what is over is never read. */
  copy(from: number, to: number, length: number): void {
    if (from === to || length === 0) return;
    const { shape, plan, kernels } = this.#model;
    const { cache } = plan;
    const [source, target] = [this.address(from), this.address(to)];
    const memory = new Uint8Array(kernels.memory.buffer);
    const keyBytes = Math.ceil(length / 32) * 32 * shape.headSize * 4;
    const valueBytes = length * plan.padded.head * 4;
    for (let layer = 0; layer < shape.layers; layer += 1) {
      for (let head = 0; head < shape.keyHeads; head += 1) {
        const keys = layer * cache.layer + head * cache.keysStride;
        memory.copyWithin(target + keys, source + keys, source + keys + keyBytes);
        const values = layer * cache.layer + cache.values + head * cache.valuesStride;
        memory.copyWithin(target + values, source + values, source + values + valueBytes);
      }
    }
  }
}
