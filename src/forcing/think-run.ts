import type { ThinkEvent, ThinkResult } from '../core/events.ts';
import { MullError } from '../core/mull-error.ts';

/** How a run is steered from outside. */
export interface Steering {
  /** False when it comes too late. */
  request(what: 'wait' | 'answer'): boolean;
  abort(): void;
}

/**
 * A run of `think()`: awaitable, iterable and steerable.
 *
 * Events are kept, so that every loop sees all of them; the next one is made only when somebody wants it, so that a
 * slow reader parks the run and nothing else.
 */
export class ThinkRun implements PromiseLike<ThinkResult>, AsyncIterable<ThinkEvent> {
  readonly #controls: Steering;
  readonly #source: AsyncGenerator<ThinkEvent, void>;
  readonly #events: ThinkEvent[] = [];
  #advancing: Promise<boolean> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #awaited = false;
  #begun = false;

  /** @param source - makes the events; runs from the first time somebody wants one */
  constructor(source: AsyncGenerator<ThinkEvent, void>, controls: Steering) {
    this.#source = source;
    this.#controls = controls;
  }

  /** "Think more": one more end of thinking will be suppressed. False when it is too late for that. */
  wait(): boolean {
    return this.#controls.request('wait');
  }

  /** "Answer now": thinking ends here. False when it is over already. */
  answer(): boolean {
    return this.#controls.request('answer');
  }

  /**
   * The events, told once and not kept: for a server of many long runs, whose events nobody will want a second time.
   * What was consumed can be neither awaited nor iterated again.
   */
  consume(): AsyncGenerator<ThinkEvent, void> {
    if (this.#begun) {
      throw new MullError('E_INTERNAL', 'A run was to be consumed that somebody else reads already.', {
        hint: 'Consume a run before anything else, or iterate it.',
      });
    }
    this.#begun = true;
    this.#failure = {
      error: new MullError('E_CLOSED', 'The events of this run were consumed.', {
        hint: 'Read them where they are consumed.',
      }),
    };
    return this.#source;
  }

  // biome-ignore lint/suspicious/noThenProperty: being awaitable is the point of a run
  then<Fulfilled = ThinkResult, Rejected = never>(
    onFulfilled?: ((result: ThinkResult) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    this.#awaited = true;
    return this.#result().then(onFulfilled, onRejected);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ThinkEvent, void> {
    let finished = false;
    try {
      for (let index = 0; index < this.#events.length || (await this.#advance()); index += 1)
        yield this.#events[index]!;
      finished = true;
    } finally {
      if (!finished && !this.#awaited && this.#failure === undefined) await this.#leave();
    }
  }

  async #result(): Promise<ThinkResult> {
    while (await this.#advance());
    const last = this.#events.at(-1);
    if (last?.type === 'finish') return last.result;
    throw new MullError('E_ABORTED', 'The loop over the events of this run was left before its end.', {
      hint: 'Await the run before leaving the loop, or read the loop to its end.',
    });
  }

  /** Makes the next event, once for all who want it. False when there is none. */
  #advance(): Promise<boolean> {
    this.#advancing ??= this.#next().finally(() => {
      this.#advancing = undefined;
    });
    return this.#advancing;
  }

  async #next(): Promise<boolean> {
    if (this.#failure !== undefined) throw this.#failure.error;
    this.#begun = true;
    try {
      const next = await this.#source.next();
      if (!next.done) this.#events.push(next.value);
      return !next.done;
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }

  async #leave(): Promise<void> {
    this.#controls.abort();
    await this.#source.return();
  }
}
