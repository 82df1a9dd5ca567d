import type { Interval } from './interval.ts';
import { doublings, type Point, percentRight } from './point.ts';
import { scalingInterval } from './scaling-interval.ts';

export interface Scaling {
  /** Percentage points per doubling of the thinking tokens; null with fewer than two different token counts. */
  readonly value: number | null;
  /** How sure: null where the value is. */
  readonly interval: Interval | null;
  readonly points: number;
  /** Pairs of runs with different token counts: what the mean is taken over. */
  readonly pairs: number;
  /** Pairs with the same token count, which have no slope and are left out. */
  readonly pairsWithoutSlope: number;
}

/**
 * Scaling (paper, section 3.2, equation 2): the mean slope of accuracy over thinking tokens, over ALL pairs of runs.
 *
 * The paper writes (f(b) - f(a)) / (b - a); its Table 3 comes out only when b - a is measured in doublings (log2 of
 * the tokens, as on the axes of its figures), so that is the unit here. Two runs of nearly equal length weigh
 * heavily, because their small distance is a divisor: the interval shows it.
 */
export function scaling(points: readonly Point[], options: { confidence?: number; seed?: number } = {}): Scaling {
  const { weights, pairs, pairsWithoutSlope } = scalingWeights(points);
  const common = { points: points.length, pairs, pairsWithoutSlope };
  if (pairs === 0) return { value: null, interval: null, ...common };
  const value = points.reduce((sum, point, i) => sum + (weights[i] ?? 0) * percentRight(point), 0);
  return { value, interval: scalingInterval(points, weights, options), ...common };
}

/**
 * The mean of the slopes is a weighted sum of the accuracies: in every pair the later run counts +1/distance, the
 * earlier one -1/distance. Its weights make the interval of Scaling computable from the intervals of the accuracies.
 */
function scalingWeights(points: readonly Point[]): {
  weights: number[];
  pairs: number;
  pairsWithoutSlope: number;
} {
  const sums = points.map(() => 0);
  let pairs = 0;
  let pairsWithoutSlope = 0;
  for (const [i, a] of points.entries()) {
    for (const [j, b] of points.entries()) {
      if (j <= i) continue;
      const distance = doublings(b) - doublings(a);
      if (distance === 0) {
        pairsWithoutSlope += 1;
        continue;
      }
      sums[i] = (sums[i] ?? 0) - 1 / distance;
      sums[j] = (sums[j] ?? 0) + 1 / distance;
      pairs += 1;
    }
  }
  return { weights: sums.map((sum) => (pairs === 0 ? 0 : sum / pairs)), pairs, pairsWithoutSlope };
}
