import { checkCount } from './check-option.ts';
import { countTrend } from './count-trend.ts';
import { pairedOutcomes } from './paired-outcomes.ts';
import { doublings, type Point, percentRight } from './point.ts';
import { questionTrend } from './question-trend.ts';
import type { TrendTails } from './trend-tails.ts';

export interface TrendTest extends TrendTails {
  /** Least-squares slope, in percentage points per doubling of the thinking tokens; 0 where there is none. */
  readonly slope: number;
  /** Two-sided p: twice the smaller one-sided one. */
  readonly different: number;
}

export interface TrendOptions {
  /** Random rearrangements. @default 10000 */
  readonly shuffles?: number;
  readonly seed?: number;
}

/**
 * Whether accuracy rises or falls with the doublings of thinking tokens.
 *
 * - With outcomes per question: each question has its own slope over the runs; if thinking does nothing their mean is
 *   0, whatever the dependence between runs of one question. The signs of the slopes are flipped at random. For two
 *   runs this is McNemar's exact test.
 * - With counts alone: the Cochran-Armitage trend, its p from shuffling which run a right answer belongs to.
 * - Where shuffling would take more than 2 * 10^7 steps the counts are so large that the normal approximation of the
 *   same statistic is used.
 */
export function trendTest(points: readonly Point[], options: TrendOptions = {}): TrendTest {
  const { shuffles = 10_000, seed = 0 } = options;
  checkCount('shuffles', shuffles, 1);
  const outcomes = pairedOutcomes(points);
  const scores = centred(points.map(doublings), outcomes ? points.map(() => 1) : points.map((point) => point.n));
  const tails = outcomes
    ? questionTrend(outcomes, scores, { shuffles, seed })
    : countTrend(points, scores, { shuffles, seed });
  return { slope: slope(points, scores), ...tails, different: Math.min(1, 2 * Math.min(tails.rising, tails.falling)) };
}

/** Scores around their weighted mean, so that the sum over equal accuracies is 0. */
function centred(scores: readonly number[], weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = scores.reduce((sum, score, i) => sum + score * (weights[i] ?? 0), 0) / total;
  return scores.map((score) => score - mean);
}

function slope(points: readonly Point[], scores: readonly number[]): number {
  let shared = 0;
  let spread = 0;
  for (const [i, point] of points.entries()) {
    const score = scores[i] ?? 0;
    shared += point.n * score * percentRight(point);
    spread += point.n * score * score;
  }
  return spread === 0 ? 0 : shared / spread;
}
