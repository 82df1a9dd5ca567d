/** How the p values were found; docs/metrics.md describes each. */
export type TrendMethod = 'sign flips per question' | 'shuffled counts' | 'normal approximation';

export interface TrendTails {
  /** One-sided p: accuracy does not rise. */
  readonly rising: number;
  /** One-sided p: accuracy does not fall. */
  readonly falling: number;
  readonly method: TrendMethod;
}
