import type { IncomingHttpHeaders } from 'node:http';
import type { Behaviour } from './behaviour.ts';
import type { ServedModel } from './model/served-model.ts';
import type { Answer, Frame } from './server/answer.ts';

/** What the handlers of a dialect work with. */
export interface DialectWorld {
  readonly model: ServedModel;
  /** The name of the model that is served. */
  readonly name: string;
  readonly behaviour: Behaviour;
}

/** A request on its way through a handler. */
export interface Exchange {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
  /** Aborted when the client leaves. */
  readonly signal: AbortSignal;
  /** Hears how many tokens the model has written. */
  readonly count: (tokens: number) => void;
}

export type Handler = (exchange: Exchange) => Answer | Promise<Answer>;

/** The protocol of one host. */
export interface Dialect {
  /** The model it serves where nothing else is asked for. */
  readonly model: string;
  readonly behaviour: Behaviour;
  /** What clients append endpoints to: `/v1`. */
  readonly basePath: string;
  /** By method and path, `POST /v1/chat/completions`; a path may stop with `*`. */
  routes(world: DialectWorld): Readonly<Record<string, Handler>>;
  /** The body of an error that the server as a whole gives: no key, no such path, too many requests, a fault. */
  error(status: number, path: string): unknown;
  /** Paths that need a key where one is set. */
  guarded(path: string): boolean;
  /** The key that a request carries, undefined where there is none. */
  key(headers: IncomingHttpHeaders): string | undefined;
  /** Headers of every answer: limits of rate, request ids. */
  headers?(status: number): Readonly<Record<string, string>>;
  /** The event of an error after the stream began. */
  errorFrame(): Frame;
}
