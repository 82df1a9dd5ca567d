/** One event of a stream: a line of NDJSON, or an event of an event stream. */
export interface Frame {
  readonly data: string;
  /** The name of the event; only event streams have it. */
  readonly event?: string;
  /** `data` is a comment, which is no event. */
  readonly comment?: true;
}

/** What a dialect answers to a request. */
export type Answer =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: unknown }
  | {
      readonly framing: 'events' | 'lines';
      readonly headers?: Readonly<Record<string, string>>;
      readonly frames: AsyncIterable<Frame>;
    };

/** A request that a dialect refuses; the body is what its host sends. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(`refused with ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}
