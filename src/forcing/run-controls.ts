import type { Receipt } from '../core/receipt.ts';
import { acceptsRequest } from './decide.ts';
import type { Drive } from './drive.ts';

/** What a run that did not finish had come to. */
export interface PartialResult {
  readonly answer: string;
  readonly thinking: string;
  readonly receipt: Receipt;
}

/** The wires between a run's handle and its driver, which does not exist before the prompt is in. */
export class RunControls {
  readonly #abort = new AbortController();
  #drive: Drive | undefined;
  /** Set when a run fails or is left after its prompt was in. */
  partial: PartialResult | undefined;
  #early: ('wait' | 'answer' | 'time')[] = [];

  /** Aborted when the loop over the run's events is left. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  abort(): void {
    this.#abort.abort();
  }

  attach(drive: Drive): void {
    this.#drive = drive;
    for (const what of this.#early) drive.request({ what });
    this.#early = [];
  }

  /** Passes a wish on, or keeps it until there is a driver. False when it comes too late. */
  request(what: 'wait' | 'answer' | 'time'): boolean {
    if (this.#drive === undefined) {
      this.#early.push(what);
      return true;
    }
    const accepted = acceptsRequest(this.#drive.state, what === 'wait' ? 'wait' : 'answer');
    if (accepted) this.#drive.request({ what });
    return accepted;
  }
}
