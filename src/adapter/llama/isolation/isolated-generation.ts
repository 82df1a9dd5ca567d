import type { Chunk, End, GenerateOptions, Generation } from '../../../engine/generation.ts';
import { type Deferred, deferred } from '../../../lockstep/deferred.ts';
import type { Link } from './link.ts';
import type { Next, SequenceView } from './protocol.ts';

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };
let generations = 0;

/**
 * A generation in another process. Chunks are fetched one by one, so that leaving the loop leaves exactly what was
 * yielded; the engine there works ahead of them all the same.
 */
export class IsolatedGeneration implements Generation, AsyncIterator<Chunk, undefined> {
  readonly end: Promise<End>;
  readonly #link: Link;
  readonly #names: { readonly sequence: number; readonly generation: number };
  readonly #options: GenerateOptions;
  readonly #seen: (view: SequenceView) => void;
  readonly #ended: Deferred<End> = deferred();
  #phase: 'new' | 'running' | 'over' = 'new';

  constructor(link: Link, sequence: number, options: GenerateOptions, seen: (view: SequenceView) => void) {
    generations += 1;
    this.#link = link;
    this.#names = { sequence, generation: generations };
    this.#options = options;
    this.#seen = seen;
    this.end = this.#ended.promise;
    // Whoever only iterates learns of a failure from the iteration; the same one must not end the process.
    this.end.catch(() => undefined);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Chunk, undefined>> {
    if (this.#phase === 'over') return done;
    try {
      if (this.#phase === 'new') await this.#begin();
      return this.#took(await this.#link.call('next', this.#names));
    } catch (error) {
      if (error instanceof Error) this.#fail(error);
      throw error;
    }
  }

  async return(): Promise<IteratorResult<Chunk, undefined>> {
    if (this.#phase === 'over') return done;
    if (this.#phase === 'new') {
      this.#conclude({ reason: 'aborted', tokens: { value: 0, counting: 'exact' } });
      return done;
    }
    try {
      this.#took(await this.#link.call('leave', this.#names));
    } catch (error) {
      if (error instanceof Error) this.#fail(error);
    }
    return done;
  }

  async #begin(): Promise<void> {
    this.#phase = 'running';
    const { signal, ...options } = this.#options;
    const abort = (): void => this.#link.post({ kind: 'abort-generation', generation: this.#names.generation });
    const started = this.#link.call('generate', { ...this.#names, options }, signal);
    signal?.addEventListener('abort', abort, { once: true });
    this.#link.running.add(this);
    const forget = (): void => {
      signal?.removeEventListener('abort', abort);
      this.#link.running.delete(this);
    };
    this.end.then(forget, forget);
    await started;
  }

  #took({ chunk, end, state }: Next): IteratorResult<Chunk, undefined> {
    this.#seen(state);
    if (end !== undefined) this.#conclude(end);
    return chunk === undefined ? done : { done: false, value: chunk };
  }

  #conclude(end: End): void {
    this.#phase = 'over';
    this.#ended.resolve(end);
  }

  #fail(error: Error): void {
    this.#phase = 'over';
    const view = this.#link.viewAt(error);
    if (view !== undefined) this.#seen(view);
    this.#ended.reject(error);
  }
}
