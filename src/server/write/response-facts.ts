import type { ServedBudget, ServerRequest } from '../request/server-request.ts';

/** What every response says of itself, whatever the API. */
export interface ResponseFacts {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  /** The model's name, as the server calls it. */
  readonly model: string;
  readonly request: ServerRequest;
  readonly budget: ServedBudget;
}
