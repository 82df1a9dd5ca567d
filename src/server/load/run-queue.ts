import { MullError } from '../../core/mull-error.ts';

export interface RunQueueOptions {
  /** Runs at the same time. */
  readonly concurrency: number;
  /** Runs that may wait for a place. */
  readonly waiting: number;
}

interface Waiter {
  readonly admit: () => void;
}

/** The server has no room; says after how many seconds it probably has. */
export class QueueFull extends MullError {
  readonly retryAfter: number;

  constructor(waiting: number, retryAfter: number) {
    super('E_QUEUE_FULL', `${waiting} requests are waiting already, as many as this server lets wait.`, {
      hint: `Try again in ${retryAfter} ${retryAfter === 1 ? 'second' : 'seconds'}.`,
    });
    this.retryAfter = retryAfter;
  }
}

/** Longest time a client is told to wait, in seconds. */
const longestRetry = 60;

/** Places for runs, and a bounded line of those that wait for one; first come, first served. */
export class RunQueue {
  readonly #options: RunQueueOptions;
  readonly #line: Waiter[] = [];
  #running = 0;
  /** Seconds a run takes, averaged over the last few. */
  #usual = 1;

  constructor(options: RunQueueOptions) {
    this.#options = options;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#line.length;
  }

  /**
   * Whether so many runs find a place now or in the line.
   *
   * @throws E_QUEUE_FULL
   */
  check(runs: number): void {
    const { concurrency, waiting } = this.#options;
    const room = concurrency - this.#running + waiting - this.#line.length;
    if (runs <= room) return;
    const ahead = this.#line.length + runs;
    const seconds = Math.ceil((ahead * this.#usual) / concurrency);
    throw new QueueFull(this.#line.length, Math.min(longestRetry, Math.max(1, seconds)));
  }

  /**
   * Waits for a place. What it gives takes the place back, once.
   *
   * @throws the signal's reason when that comes first
   */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#running < this.#options.concurrency) this.#running += 1;
    else await this.#wait(signal);
    const began = performance.now();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#usual = 0.8 * this.#usual + 0.2 * ((performance.now() - began) / 1000);
      const next = this.#line.shift();
      if (next === undefined) this.#running -= 1;
      else next.admit();
    };
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#line.splice(this.#line.indexOf(waiter), 1);
        reject(signal.reason);
      };
      const waiter: Waiter = {
        admit() {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#line.push(waiter);
    });
  }
}
