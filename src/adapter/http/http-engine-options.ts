import { z } from 'zod';
import type { ThinkingFormat } from '../../core/thinking-format.ts';
import type { Abilities } from '../../engine/abilities.ts';
import { type ChatApi, chatApis } from './chat/chat-dialect.ts';
import { type ToldFacts, toldFactsSchema } from './told-facts.ts';
import { type WayName, wayNames } from './way-name.ts';

export interface HttpEngineOptions {
  /** The API root of the server, usually ending in `/v1`. */
  readonly url: string | URL;
  /** Which of its models; may be left out where it has only one. */
  readonly model?: string;
  /** Sent as `authorization: Bearer`. Never part of an error, a log or a record. */
  readonly apiKey?: string;
  /** Further headers of every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Which API the server is to be spoken to in; default: found out. */
  readonly api?: ChatApi;
  /** The one way in which the server is to be used, instead of the best there is. */
  readonly way?: WayName;
  /** What is known better of the server than its probe would find out, fact by fact; null: it has none. */
  readonly facts?: ToldFacts;
  /** Abilities in which what was found out is to be overruled, field by field. */
  readonly abilities?: Partial<Abilities>;
  /** Instead of the global one: for proxies, TLS options, tests. */
  readonly fetch?: typeof fetch;
  /** Sequences that can be open at the same time; default: what the server says, else 8. */
  readonly slots?: number;
  /** Most tokens of a sequence; default: what the server says. */
  readonly contextSize?: number;
  /** Chat template (Jinja) to use instead of the server's. */
  readonly chatTemplate?: string;
  /** The name of a thinking format, or the fields in which the one that is found is wrong. */
  readonly thinking?: string | Partial<ThinkingFormat>;
  /** Counts the tokens of a text, for servers that cannot; such counts are marked as estimated. */
  readonly countTokens?: (text: string) => number;
  /** Milliseconds until an answer begins, default 10 minutes: a long prompt takes its time. */
  readonly timeout?: number;
  /** Milliseconds between two pieces of an answer, default 2 minutes. */
  readonly idleTimeout?: number;
  /** How often a request is sent again that failed before its answer began, default 4. */
  readonly retries?: number;
  /**
   * How a server is got to know. `once`, the default: what this process knows of it already is used · `again`: it is
   * asked anew · `thorough`: also what the chosen way of use does not need, such as a maximum of its own.
   */
  readonly probe?: 'once' | 'again' | 'thorough';
  /** What a model is asked while its server is tried: something it thinks about for a while. Default: to count. */
  readonly probeQuestion?: string;
  readonly signal?: AbortSignal;
}

const positive = 'must be a whole number of at least 1';
const whole = 'must be a whole number of at least 0';
const text = 'must be a text that is not empty';

/** Everything but the address and what cannot be checked from outside. */
export const httpEngineOptionsSchema: z.ZodType = z.strictObject({
  model: z.string(text).min(1, text).optional(),
  apiKey: z.string('must be a text').optional(),
  headers: z.record(z.string(), z.string('must be a text')).optional(),
  api: z.enum(chatApis).optional(),
  way: z.enum(wayNames).optional(),
  facts: toldFactsSchema.optional(),
  abilities: z.record(z.string(), z.unknown()).optional(),
  slots: z.int(positive).min(1, positive).optional(),
  contextSize: z.int(positive).min(1, positive).optional(),
  chatTemplate: z.string('must be a text').optional(),
  thinking: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  timeout: z.int(positive).min(1, positive).optional(),
  idleTimeout: z.int(positive).min(1, positive).optional(),
  retries: z.int(whole).min(0, whole).optional(),
  probeQuestion: z.string(text).min(1, text).optional(),
  probe: z.enum(['once', 'again', 'thorough']).optional(),
});
