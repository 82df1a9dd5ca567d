import type { Count } from '../core/count.ts';
import type { EngineUsage } from '../core/usage.ts';
import type { Warning } from '../core/warning.ts';
import type { Channel, GenerateOptions, Generation } from './generation.ts';
import type { Part } from './prompt.ts';
import type { TokenLogprob } from './sampling.ts';

/**
 * A text so far, together with whatever the engine caches for it. One thing at a time: a second call while one runs
 * is `E_SEQUENCE_BUSY`.
 */
export interface Sequence {
  /** Tokens in the sequence, prompt included. */
  readonly length: Count;
  readonly usage: EngineUsage;
  /** What the engine did otherwise than asked and no `append` has told. */
  readonly warnings?: readonly Warning[];
  /** Adds text. Earlier tokens never change: what is appended is tokenised on its own. All or nothing. */
  append(parts: readonly Part[], options?: AppendOptions): Promise<Appended>;
  /** Lets the model write. Starts when iterated. */
  generate(options: GenerateOptions): Generation;
  /** A place to come back to. */
  mark(): Mark;
  /** Back to a mark of this sequence, or of the one it was forked from before the fork. */
  rewind(to: Mark): Promise<void>;
  /** Copies that share the text so far, one per seed. Never waits: `E_SLOTS` beyond the reserved number. */
  fork(seeds: readonly number[], options?: { readonly signal?: AbortSignal }): Promise<Sequence[]>;
  /** Frees the slot. Closing twice does nothing. */
  close(): Promise<void>;
}

export interface AppendOptions {
  /** Which part of the turn this belongs to; matters to engines that continue by messages. */
  readonly channel?: Channel;
  readonly read?: readonly Probe[];
  readonly signal?: AbortSignal;
}

/** Asks which token the model expects behind a part, in the same pass that appends it. */
export interface Probe {
  /** Index of the part in this `append`. */
  readonly after: number;
  /** Tokens whose log-probabilities are wanted. */
  readonly tokens?: readonly number[];
  /** How many of the most probable ones are wanted. */
  readonly top?: number;
}

/** The answer to a probe: what was asked for, best first. */
export type Reading = readonly Pick<TokenLogprob, 'token' | 'text' | 'logprob'>[];

export interface Appended {
  readonly tokens: Count;
  /** One per probe, in their order. */
  readonly readings: readonly Reading[];
  readonly warnings: readonly Warning[];
}

/** Opaque; only the sequence that made it, and its forks, understand it. */
export interface Mark {
  readonly position: number;
}
