import type { ThinkResult } from '../../core/events.ts';
import type { MullError } from '../../core/mull-error.ts';
import type { ServedBudget, ServerRequest } from '../request/server-request.ts';
import type { ChoiceEvent } from '../run/choice-event.ts';

/** What is known of a request once it was read. */
export interface ReadRequest {
  readonly id: string;
  readonly requestId: string;
  readonly model: string;
  /** The name of the key it came with. */
  readonly client: string | undefined;
  readonly request: ServerRequest;
  readonly budget: ServedBudget;
}

/** How a request came to its end. */
export interface ServedEnd {
  readonly status: number;
  readonly results: readonly ThinkResult[];
  readonly failure: MullError | undefined;
}

/** Looks on while one request is served. */
export interface Watch {
  /** It was understood and will run. */
  read(known: ReadRequest): void;
  event(choice: ChoiceEvent): void;
  end(end: ServedEnd): void;
}

/** Looks on while requests are served. */
export interface Observer {
  /** A request came. */
  begin(api: string, headers: Readonly<Record<string, string | string[] | undefined>>): Watch;
}
