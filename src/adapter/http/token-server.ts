import type { Sampling, TokenLogprob } from '../../engine/sampling.ts';
import type { Json, JsonObject } from './json-value.ts';

/** What a continuation by token ids asks for. */
export interface TokenRequest {
  readonly prompt: readonly number[];
  readonly maxTokens: number;
  /** Stops of a single control token, by text and id. */
  readonly stops: readonly { readonly text: string; readonly token: number }[];
  /** Control strings that must be visible in the text. */
  readonly visible: readonly string[];
  /** Ids that the server holds back until `minTokens` were written, and ends at from then on, where it does so itself. */
  readonly held?: readonly number[];
  readonly minTokens?: number;
  readonly ban: readonly number[];
  readonly sampling: Sampling;
  readonly seed: number;
  readonly slot: number;
  /** Alternatives per token; undefined for no log-probabilities at all. */
  readonly logprobs?: number;
}

/** What one event of a continuation by token ids says. */
export interface TokenEvent {
  readonly tokens: readonly number[];
  /** Text that became certain with these tokens; servers hold back parts of characters and of stops. */
  readonly text: string;
  readonly logprobs?: readonly TokenLogprob[];
  /** Tokens sampled so far by this request, where the server says so. */
  readonly sampled?: number;
  /** Tokens of the prompt that were evaluated, and that came from the cache. */
  readonly evaluated?: number;
  readonly cached?: number;
  readonly end?: 'limit' | 'stop' | 'turn-end' | 'context';
}

/** How one kind of server is asked to continue token ids. */
export interface TokenDialect {
  readonly path: string;
  /** Whether the server itself ends at control stops. */
  body(request: TokenRequest): JsonObject;
  /** What an event says; undefined for events that say nothing about the text. */
  readonly read: (event: Json) => TokenEvent | undefined;
}
