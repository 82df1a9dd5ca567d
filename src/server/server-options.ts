import type { BudgetFields } from '../core/budget.ts';
import type { Engine } from '../engine/engine.ts';
import type { Sampling } from '../engine/sampling.ts';
import type { ClientKey } from './access/keys.ts';
import type { Ceilings } from './budget/ceilings.ts';
import type { ServerLog } from './observe/server-log.ts';

/** A server of one engine. */
export interface ServerOptions {
  readonly engine: Engine;
  /** The budget of requests that ask for none; any field a request names beats it. */
  readonly budget?: BudgetFields;
  /** The most any request gets, whatever it asks for. */
  readonly ceilings?: Ceilings;
  /** What is drawn with where a request does not say; default: temperature 1, as in the APIs. */
  readonly sampling?: Partial<Sampling>;
  /** Further names clients may call the model by; `*`: whatever they like. */
  readonly aliases?: readonly string[];
  /** Who may use it; without keys, everybody who can reach it. */
  readonly keys?: readonly ClientKey[];
  /** Origins whose pages may use it from a browser; `*`: all. Default: only its own. */
  readonly origins?: readonly string[];
  /** Runs at the same time; default: as many as the engine has slots. */
  readonly concurrency?: number;
  /** Runs that may wait for a place, default 64; one more is refused with 429. */
  readonly queue?: number;
  /** Seconds a request may take, waiting included; default 600. */
  readonly timeout?: number;
  /** Bytes a body may have, default 16 MiB. */
  readonly bodyLimit?: number;
  /** Seconds without an event after which a stream says that it lives, default 15. */
  readonly pingSeconds?: number;
  /** Takes a line per request; default: none. */
  readonly log?: ServerLog;
  /** Whether the log may hold the texts of prompts and answers. */
  readonly logTexts?: boolean;
  /** The page at `/`. */
  readonly page?: () => Response | Promise<Response>;
}

export interface AppOptions extends ServerOptions {
  /** It listens for this machine only, so that nobody has to ask for it by another name. */
  readonly loopback?: boolean;
}
