import type { ServerResponse } from 'node:http';
import { MullError } from '../../core/mull-error.ts';

/** Ends the work for a request: when its client leaves, when it takes too long, when the server goes down. */
export class RequestSignal {
  readonly #controller = new AbortController();
  readonly #response: ServerResponse;
  readonly #timer: NodeJS.Timeout;

  /** @param seconds - the request may take */
  constructor(response: ServerResponse, seconds: number) {
    this.#response = response;
    response.once('close', this.#left);
    this.#timer = setTimeout(() => {
      this.abort(
        new MullError('E_REQUEST_TIMEOUT', `The request did not end within ${seconds} seconds.`, {
          hint: 'Ask for a smaller budget, or start the server with a longer --timeout.',
        }),
      );
    }, seconds * 1000);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(reason: MullError): void {
    this.#controller.abort(reason);
  }

  /** What a failure of the work is: where it was called off, why. */
  failure(error: unknown): unknown {
    return this.signal.aborted ? this.signal.reason : error;
  }

  release(): void {
    clearTimeout(this.#timer);
    this.#response.off('close', this.#left);
  }

  readonly #left = (): void => {
    this.abort(new MullError('E_ABORTED', 'The client left.', { hint: 'Nothing to do: the run was stopped.' }));
  };
}
