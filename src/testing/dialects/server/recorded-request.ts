import type { IncomingHttpHeaders } from 'node:http';

/** A request as a dialect server saw it, and how it ended. */
export interface RecordedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The JSON body, undefined where there was none. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  /** HTTP status, undefined until the headers were sent. */
  status: number | undefined;
  /** Events or lines that were written. */
  events: number;
  /** Tokens the model has written for it. */
  tokens: number;
  /**
   * `running` · `complete` · `refused`: by a status of 400 and above · `disconnected`: the client left, and the model
   * stopped · `fault`: broken off on purpose.
   */
  outcome: 'running' | 'complete' | 'refused' | 'disconnected' | 'fault';
}
