import type { Chunk, End, GenerateOptions, Generation } from '../engine/generation.ts';
import type { ScriptedWorld } from './scripted-world.ts';
import { suffer } from './scripted-world.ts';

/** What a generation needs of its scripted sequence. */
export interface GenerationDriver {
  /** Gets everything ready; gives the generation of the model itself. */
  start(options: GenerateOptions): Promise<Generation>;
  /** Hears a chunk; gives it as the engine shows it, or nothing where it is hidden. */
  hear(chunk: Chunk): Chunk | undefined;
  /** Gives the end as the engine shows it; the sequence is free again. */
  ended(end: End): End;
  /** The generation failed; the sequence is free again. */
  failed(): void;
  /** Aborted when the sequence is closed. */
  readonly closed: AbortSignal;
}

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** A generation with the faults and the limits of the engine that its script describes. */
export class ScriptedGeneration implements Generation, AsyncIterator<Chunk, undefined> {
  readonly end: Promise<End>;
  readonly #world: ScriptedWorld;
  readonly #driver: GenerationDriver;
  readonly #options: GenerateOptions;
  readonly #left = new AbortController();
  #settle!: { resolve(end: End): void; reject(error: unknown): void };
  #inner: Generation | undefined;
  #beginning: Promise<AsyncIterator<Chunk>> | undefined;
  #iterator: AsyncIterator<Chunk> | undefined;
  #tokens = 0;
  #over = false;

  constructor(world: ScriptedWorld, driver: GenerationDriver, options: GenerateOptions) {
    this.#world = world;
    this.#driver = driver;
    this.#options = options;
    this.end = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Whoever only iterates learns of a failure from the iteration.
    this.end.catch(() => undefined);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Chunk, undefined>> {
    if (this.#over) return done;
    try {
      this.#beginning ??= this.#begin();
      this.#iterator = await this.#beginning;
      if (this.#over) return done;
      for (;;) {
        if (await this.#hangs()) {
          await this.#iterator.return?.();
          return this.#conclude();
        }
        const result = await this.#iterator.next();
        if (this.#over) return done;
        if (result.done) return this.#conclude();
        this.#tokens += result.value.tokens?.length ?? 0;
        const shown = this.#driver.hear(result.value);
        if (shown !== undefined) return { done: false, value: shown };
      }
    } catch (error) {
      if (this.#over) return done;
      await this.#iterator?.return?.();
      this.#over = true;
      if (this.#inner !== undefined) this.#driver.failed();
      this.#settle.reject(error);
      throw error;
    }
  }

  async return(): Promise<IteratorResult<Chunk, undefined>> {
    this.#left.abort();
    // A failure to begin is told by `next`, which waits for the same promise.
    const iterator = await this.#beginning?.catch(() => undefined);
    await iterator?.return?.();
    return this.#conclude();
  }

  async #begin(): Promise<AsyncIterator<Chunk>> {
    this.#inner = await this.#driver.start(this.#options);
    return this.#inner[Symbol.asyncIterator]();
  }

  /** Lets a fault happen; true where it hung until the generation was aborted or left. */
  async #hangs(): Promise<boolean> {
    const fault = this.#world.faults.strike('generate', this.#tokens);
    if (fault === undefined) return false;
    try {
      await suffer(this.#world, fault, [this.#options.signal, this.#left.signal, this.#driver.closed]);
      return false;
    } catch (error) {
      if (fault.kind === 'hang') return true;
      throw error;
    }
  }

  async #conclude(): Promise<IteratorResult<Chunk, undefined>> {
    if (this.#over) return done;
    this.#over = true;
    const end = await this.#inner?.end;
    const aborted: End = { reason: 'aborted', tokens: { value: 0, counting: 'exact' } };
    this.#settle.resolve(end === undefined ? aborted : this.#driver.ended(end));
    return done;
  }
}
