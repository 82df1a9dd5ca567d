import type { NativeSampler } from './native.ts';

/**
 * Native samplers that are used again: each holds a list as long as the vocabulary. As many as there can be draws at
 * the same time; more would only wait for a thread.
 */
export class SamplerPool {
  readonly #create: () => NativeSampler;
  readonly #most: number;
  readonly #all: NativeSampler[] = [];
  readonly #free: NativeSampler[] = [];
  readonly #waiting: ((sampler: NativeSampler) => void)[] = [];

  constructor(create: () => NativeSampler, most: number) {
    this.#create = create;
    this.#most = most;
  }

  async use<T>(work: (sampler: NativeSampler) => Promise<T>): Promise<T> {
    const sampler = this.#take() ?? (await new Promise<NativeSampler>((resolve) => this.#waiting.push(resolve)));
    try {
      return await work(sampler);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(sampler);
      else next(sampler);
    }
  }

  dispose(): void {
    for (const sampler of this.#all) sampler.dispose();
    this.#all.length = 0;
    this.#free.length = 0;
  }

  #take(): NativeSampler | undefined {
    const free = this.#free.pop();
    if (free !== undefined || this.#all.length >= this.#most) return free;
    const created = this.#create();
    this.#all.push(created);
    return created;
  }
}
