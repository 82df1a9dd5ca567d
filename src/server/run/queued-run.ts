import type { ThinkEvent } from '../../core/events.ts';
import type { ThinkRun } from '../../forcing/think-run.ts';
import { type ThinkOptions, think } from '../../scaling/think.ts';
import type { RunQueue } from '../load/run-queue.ts';
import { tellChosen } from './tell-chosen.ts';

/** A run that begins once there is a place for it. Steered before, it obeys from its first token on. */
export class QueuedRun implements AsyncIterable<ThinkEvent> {
  readonly #run: ThinkRun;
  readonly #queue: RunQueue;
  readonly #signal: AbortSignal;

  constructor(options: ThinkOptions & { readonly signal: AbortSignal }, queue: RunQueue) {
    // The one call that runs anything: whatever `think` learns to do, a request can ask for.
    this.#run = think(options);
    this.#queue = queue;
    this.#signal = options.signal;
  }

  /** As of the run: false when it is too late. */
  wait(): boolean {
    return this.#run.wait();
  }

  answer(): boolean {
    return this.#run.answer();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ThinkEvent, void> {
    const leave = await this.#queue.enter(this.#signal);
    try {
      yield* tellChosen(this.#run);
    } finally {
      leave();
    }
  }
}
