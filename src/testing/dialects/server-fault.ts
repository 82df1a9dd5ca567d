/** Something that goes wrong on purpose on the way from a dialect server to its client. */
export interface ServerFault {
  readonly kind: ServerFaultKind;
  /** Events of a stream that go well before it strikes, default 0. Faults without a stream strike at once. */
  readonly after?: number;
  /** Requests it strikes, default 1; `Infinity` for all. */
  readonly times?: number;
  /** Requests that go well before, default 0. */
  readonly skip?: number;
  /** Strikes only requests to paths that end with this, default those that generate. */
  readonly path?: string;
  /** For `status` and `html`, default 503. */
  readonly status?: number;
  /** For `status`: the Retry-After header, in seconds or as an HTTP date. */
  readonly retryAfter?: number | string;
  /** For `slow`, per event; for `late`, before the headers. Default 200. */
  readonly milliseconds?: number;
}

/**
 * Before the answer: `refuse` (the connection is reset), `status` (an error in the host's own words), `html` (an error
 * page of some proxy), `empty` (200 and nothing), `wrong-type` (a page instead of a stream), `late` (headers after a
 * while), `never` (no headers at all).
 *
 * At an event of the stream: `cut` (connection reset), `cut-inside` (reset in the middle of the event), `end` (the
 * stream ends properly, without what was to come), `stall` (nothing more comes), `slow` (each event waits), `garbage`
 * (bytes that are no text), `malformed` (JSON that stops), `not-json`, `not-an-object`, `error` (the host's own error
 * event), `duplicate` (the event comes twice), `huge` (an event of 10 MB before it), `comments` (keep-alive comments
 * between the events from here on).
 *
 * For the whole stream: `no-done` (its last event is missing), `crlf` (lines end in CR LF), `split` (every byte in a
 * packet of its own), `merged` (everything in one packet), `bom` (it begins with a byte order mark), `unterminated` (the
 * last event has no line end).
 */
export type ServerFaultKind = (typeof serverFaultKinds)[number];

export const serverFaultKinds = [
  'refuse',
  'status',
  'html',
  'empty',
  'wrong-type',
  'late',
  'never',
  'cut',
  'cut-inside',
  'end',
  'stall',
  'slow',
  'garbage',
  'malformed',
  'not-json',
  'not-an-object',
  'error',
  'duplicate',
  'huge',
  'comments',
  'no-done',
  'crlf',
  'split',
  'merged',
  'bom',
  'unterminated',
] as const;
