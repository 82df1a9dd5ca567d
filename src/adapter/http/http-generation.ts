import type { Chunk, End, GenerateOptions, Generation } from '../../engine/generation.ts';
import { deferred } from '../../lockstep/deferred.ts';
import { aborted, faultOf } from '../../lockstep/faults.ts';
import type { Ended, Place, Written } from './way.ts';

/** What a generation needs of the sequence it belongs to. */
export interface GenerationHost<State extends Place> {
  place: State;
  /** @throws E_CLOSED, E_SEQUENCE_BUSY */
  begin(generation: HttpGeneration<State>): void;
  write(options: GenerateOptions, signal: AbortSignal): AsyncGenerator<Written<State>, Ended<State>>;
  finish(): void;
}

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * A generation that reads a stream as fast as its reader does: what nobody reads stays in the buffers of the
 * connection, which are bounded, and holds up nobody else.
 */
export class HttpGeneration<State extends Place> implements Generation, AsyncIterator<Chunk, undefined> {
  readonly end: Promise<End>;
  readonly #host: GenerationHost<State>;
  readonly #options: GenerateOptions;
  readonly #ended = deferred<End>();
  readonly #upstream = new AbortController();
  readonly #left = deferred<typeof done>();
  #phase: 'new' | 'writing' | 'over' = 'new';
  #source: AsyncGenerator<Written<State>, Ended<State>> | undefined;
  #start: State;
  /** The last `next`, so that they follow one another. */
  #turn: Promise<unknown> = Promise.resolve();
  #aborting: Promise<void> | undefined;

  constructor(host: GenerationHost<State>, options: GenerateOptions) {
    this.#host = host;
    this.#options = options;
    this.#start = host.place;
    this.end = this.#ended.promise;
    // Whoever only iterates learns of a failure from the iteration; the same one must not end the process.
    this.end.catch(() => undefined);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Chunk, undefined>> {
    if (this.#phase === 'over') return Promise.resolve(done);
    if (this.#phase === 'new') {
      try {
        this.#host.begin(this);
      } catch (error) {
        this.#phase = 'over';
        const fault = faultOf(error);
        this.#ended.reject(fault);
        return Promise.reject(fault);
      }
      this.#begin();
    }
    const result = this.#turn.then(() => this.#pull());
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async return(): Promise<IteratorResult<Chunk, undefined>> {
    await this.abort();
    return done;
  }

  /** Ends the iteration now; exactly what was yielded stays. Resolves once nothing runs upstream for it any more. */
  readonly abort = (): Promise<void> => {
    this.#aborting ??= this.#abort();
    return this.#aborting;
  };

  #begin(): void {
    const { signal } = this.#options;
    this.#phase = 'writing';
    this.#start = this.#host.place;
    if (signal?.aborted) {
      this.abort();
      return;
    }
    signal?.addEventListener('abort', this.abort, { once: true });
    this.#source = this.#host.write(this.#options, this.#upstream.signal);
  }

  async #pull(): Promise<IteratorResult<Chunk, undefined>> {
    if (this.#phase === 'over' || this.#source === undefined || this.#aborting !== undefined) {
      await this.#aborting;
      return done;
    }
    try {
      const result = await Promise.race([this.#source.next(), this.#left.promise]);
      if (this.#aborting !== undefined || result === done) {
        await this.#aborting;
        return done;
      }
      if (!result.done) {
        const { chunk, place } = result.value as Written<State>;
        this.#host.place = place;
        return { done: false, value: chunk };
      }
      this.#conclude(result.value as Ended<State>);
      return done;
    } catch (error) {
      if (this.#aborting !== undefined) {
        await this.#aborting;
        return done;
      }
      const fault = faultOf(error);
      this.#release();
      this.#ended.reject(fault);
      throw fault;
    }
  }

  #conclude({ reason, stop, toolCalls, place }: Ended<State>): void {
    this.#host.place = place;
    this.#release();
    this.#ended.resolve({ reason, ...(stop && { stop }), ...(toolCalls && { toolCalls }), tokens: this.#count() });
  }

  async #abort(): Promise<void> {
    if (this.#phase === 'over') return;
    const running = this.#phase === 'writing';
    this.#left.resolve(done);
    this.#upstream.abort(aborted('The generation', this.#options.signal));
    if (running) {
      // Whatever the source still does or says is of no interest to anybody.
      await this.#source?.return({ reason: 'aborted', place: this.#host.place }).catch(() => undefined);
      this.#release();
    } else {
      this.#phase = 'over';
    }
    this.#ended.resolve({ reason: 'aborted', tokens: this.#count() });
  }

  #release(): void {
    this.#phase = 'over';
    this.#options.signal?.removeEventListener('abort', this.abort);
    this.#host.finish();
  }

  #count(): End['tokens'] {
    const { length } = this.#host.place;
    return { value: length.value - this.#start.length.value, counting: length.counting };
  }
}
