import type { Count } from '../core/count.ts';
import type { ToolCall } from '../core/message.ts';
import type { Sampling, TokenLogprob } from './sampling.ts';

/** Which part of the turn is being written. */
export type Channel = 'thinking' | 'answer' | 'tool';

/** A text that ends a generation and never enters the sequence. `control` as in `Part`. */
export interface Stop {
  readonly text: string;
  readonly control: boolean;
}

/** A regular expression or JSON Schema the text must match; where `abilities.grammar`. */
export type Grammar = { readonly regex: string } | { readonly jsonSchema: Readonly<Record<string, unknown>> };

export interface GenerateOptions {
  readonly channel: Channel;
  /** Most tokens to leave in the sequence, at least 1. */
  readonly maxTokens: number;
  /**
   * Before so many tokens neither a stop of a single token nor an end of the turn may come, where `abilities.nativeMin`;
   * otherwise `E_UNSUPPORTED`. Default 0.
   */
  readonly minTokens?: number;
  readonly stop: readonly Stop[];
  /** What the first sampled token may not be: stops of a single token, and the model's own ends of turn. */
  readonly banFirst?: readonly (Stop | 'turn-end')[];
  /** Alternatives to report per token. */
  readonly logprobs?: number;
  readonly grammar?: Grammar;
  readonly sampling: Sampling;
  readonly signal?: AbortSignal;
}

/** Text as it comes. Chunks never split a character, and never hold the beginning of a stop. */
export interface Chunk {
  readonly channel: Channel;
  readonly text: string;
  readonly tokens?: readonly number[];
  /** How many tokens these are, where a server counts along but gives no ids. */
  readonly count?: number;
  readonly logprobs?: readonly TokenLogprob[];
}

/**
 * Why a generation ended.
 *
 * `stop`: one of the stops came · `limit`: `maxTokens` · `channel-end`: the server says that thinking is over ·
 * `turn-end`: the model ended its turn · `tool-call`: it began to call a tool · `context`: no room left ·
 * `aborted`: by the signal, or the loop was left.
 */
export type EndReason = 'stop' | 'limit' | 'channel-end' | 'turn-end' | 'tool-call' | 'context' | 'aborted';

export interface End {
  readonly reason: EndReason;
  /** For `stop`: which one. */
  readonly stop?: Stop;
  /** For `tool-call`: the calls, where the engine reads them itself. Elsewhere they are in the text of the answer. */
  readonly toolCalls?: readonly ToolCall[];
  /** Tokens this generation left in the sequence. */
  readonly tokens: Count;
}

/**
 * A running generation: chunks, and why it ended.
 *
 * Leaving the loop leaves exactly the yielded text in the sequence. A reader that does not read parks this sequence
 * and no other. `end` settles once the iteration is over, and rejects as the iteration does.
 */
export interface Generation extends AsyncIterable<Chunk> {
  readonly end: Promise<End>;
}
