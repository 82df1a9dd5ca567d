/**
 * What an engine did for one sequence, in tokens.
 *
 * `evaluated` proves that nothing was computed twice: it is `prompt - cached` plus everything sampled or appended
 * since (a sampled token is evaluated only once another one follows it).
 */
export interface EngineUsage {
  /** Tokens of the prompt the sequence was opened with. */
  readonly prompt: number;
  /** Of those, how many an earlier sequence had left in the cache. */
  readonly cached: number;
  /** Tokens that went through the model. */
  readonly evaluated: number;
  /** Tokens drawn from the model, stops included. */
  readonly sampled: number;
  /** Of those, how many did not stay in the sequence: stops, and what was drawn ahead of a break. */
  readonly discarded: number;
}
