import type { Sampling } from '../engine/sampling.ts';

/**
 * What a model must be able to do for the lock-step engine to run it: evaluate batches and draw tokens.
 *
 * A slot is a place for the cache of one sequence. The lock-step engine owns all bookkeeping; a decoder only
 * computes. Calls never overlap.
 */
export interface Decoder {
  readonly vocabularySize: number;
  /** Tokens that fit into one slot. */
  readonly contextSize: number;
  readonly slots: number;
  /** Evaluates one batch: at most one row per slot, in ascending slot order. One result per row, in their order. */
  step(rows: readonly Row[]): readonly RowResult[] | Promise<readonly RowResult[]>;
  /** Makes `to` hold the first `length` tokens of `from`. */
  copy(from: number, to: number, length: number): void | Promise<void>;
  /** Forgets everything behind the first `length` tokens. */
  truncate(slot: number, length: number): void | Promise<void>;
  close(): void | Promise<void>;
}

/** Tokens to evaluate in one slot, and what is wanted of the result. */
export interface Row {
  readonly slot: number;
  /** Tokens the slot holds before this row. */
  readonly position: number;
  readonly tokens: readonly number[];
  /** Draw the token that follows the last one. */
  readonly draw?: Draw;
  readonly read?: readonly ReadAt[];
}

/** How to draw one token. */
export interface Draw {
  readonly sampling: Sampling;
  /** Unsigned 32-bit seed of this one draw: `drawSeed(sequence seed, number of the draw)`. */
  readonly seed: number;
  /** Added to the logits of these tokens before they are filtered; log-probabilities stay the model's own. */
  readonly bias?: ReadonlyMap<number, number>;
  /** Tokens that must not be drawn. */
  readonly ban: readonly number[];
  /** Alternatives wanted; undefined when no log-probability is wanted at all. */
  readonly logprobs?: number;
}

/** Log-probabilities wanted behind the token at `index` of a row. */
export interface ReadAt {
  readonly index: number;
  readonly tokens?: readonly number[];
  readonly top?: number;
}

/** Natural-logarithm probability of a token at temperature 1, before filters and bans. */
export interface Scored {
  readonly token: number;
  readonly logprob: number;
}

export interface RowResult {
  readonly drawn?: Scored & { readonly top?: readonly Scored[] };
  /** One per `read`, best first. */
  readonly readings?: readonly (readonly Scored[])[];
}
