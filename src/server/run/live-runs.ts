import { MullError } from '../../core/mull-error.ts';
import type { QueuedRun } from './queued-run.ts';

/** The runs of one request, under the ids a client may name it by. */
export interface LiveRequest {
  readonly ids: readonly string[];
  /** Only who started a request may steer it. */
  readonly owner: string | undefined;
  readonly runs: readonly QueuedRun[];
}

/** What can be done to a run from outside: answer now, or think more. */
export type ControlAction = 'reasoning_end' | 'reasoning_wait';

/** Every request that is going on, so that it can be steered. */
export class LiveRuns {
  readonly #byId = new Map<string, LiveRequest>();

  /** @returns what takes it out again */
  add(request: LiveRequest): () => void {
    for (const id of request.ids) this.#byId.set(id, request);
    return () => {
      for (const id of request.ids) if (this.#byId.get(id) === request) this.#byId.delete(id);
    };
  }

  /**
   * Steers every run of a request.
   *
   * @returns whether that still changes anything
   * @throws E_RUN_UNKNOWN
   */
  control(id: string, action: ControlAction, owner: string | undefined): boolean {
    const request = this.#byId.get(id);
    if (request === undefined || request.owner !== owner) {
      throw new MullError('E_RUN_UNKNOWN', `No run ${JSON.stringify(id.slice(0, 80))} is going on.`, {
        hint: 'Use the `id` that the chunks of a stream carry while it lasts, or the x-request-id you sent with the request.',
      });
    }
    return request.runs.map((run) => (action === 'reasoning_end' ? run.answer() : run.wait())).includes(true);
  }
}
