/**
 * How a number of tokens is known.
 *
 * - `exact`: counted from token ids the engine sampled or encoded itself
 * - `reported`: taken from the engine's own usage figures
 * - `estimated`: counted with another tokenizer, or UTF-8 bytes standing for tokens
 */
export type Counting = 'exact' | 'reported' | 'estimated';

/** A number of tokens together with how it is known. */
export interface Count {
  readonly value: number;
  readonly counting: Counting;
}
