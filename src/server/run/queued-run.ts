import type { ThinkEvent } from '../../core/events.ts';
import type { ThinkRun } from '../../forcing/think-run.ts';
import { type ThinkOptions, think } from '../../scaling/think.ts';
import type { RunQueue } from '../load/run-queue.ts';
import { tellChosen } from './tell-chosen.ts';

/** A run that begins once there is a place for it. Steered before, it obeys from its first token on. */
export class QueuedRun implements AsyncIterable<ThinkEvent>, AsyncIterator<ThinkEvent, void> {
  readonly #run: ThinkRun;
  readonly #queue: RunQueue;
  readonly #signal: AbortSignal;
  readonly #source: AsyncIterator<ThinkEvent, void>;
  #leave: (() => void) | undefined;

  constructor(options: ThinkOptions & { readonly signal: AbortSignal }, queue: RunQueue) {
    // The one call that runs anything: whatever `think` learns to do, a request can ask for.
    this.#run = think(options);
    this.#queue = queue;
    this.#signal = options.signal;
    const events = this.#run.consume();
    this.#source = options.strategy === undefined ? events : tellChosen(events);
  }

  /** As of the run: false when it is too late. */
  wait(): boolean {
    return this.#run.wait();
  }

  answer(): boolean {
    return this.#run.answer();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  // Not a generator: each would cost every token of every stream some turns of the event loop.
  next(): Promise<IteratorResult<ThinkEvent, void>> {
    return this.#leave === undefined ? this.#begin() : this.#source.next().then(this.#pass, this.#fail);
  }

  async return(): Promise<IteratorResult<ThinkEvent, void>> {
    await this.#source.return?.();
    this.#leave?.();
    return { done: true, value: undefined };
  }

  async #begin(): Promise<IteratorResult<ThinkEvent, void>> {
    this.#leave = await this.#queue.enter(this.#signal);
    return this.next();
  }

  readonly #pass = (result: IteratorResult<ThinkEvent, void>): IteratorResult<ThinkEvent, void> => {
    if (result.done) this.#leave?.();
    return result;
  };

  readonly #fail = (error: unknown): never => {
    this.#leave?.();
    throw error;
  };
}
