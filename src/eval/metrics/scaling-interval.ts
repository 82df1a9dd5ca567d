import type { Interval } from './interval.ts';
import { pairedBootstrap } from './paired-bootstrap.ts';
import { pairedOutcomes } from './paired-outcomes.ts';
import { type Point, percentRight } from './point.ts';
import { wilsonInterval } from './wilson-interval.ts';

/**
 * The interval of a weighted sum of accuracies, in percentage points (per doubling, with the weights of Scaling).
 *
 * With the outcomes of every question: the paired bootstrap over questions. With counts alone: the runs are taken as
 * independent and their Wilson intervals combined (MOVER, Zou and Donner 2008; for two runs Newcombe's method 10),
 * which stays honest where a run has 0 right, as the bootstrap of a count does not.
 */
export function scalingInterval(
  points: readonly Point[],
  weights: readonly number[],
  options: { confidence?: number; seed?: number } = {},
): Interval {
  const outcomes = pairedOutcomes(points);
  if (outcomes) {
    const perQuestion = (outcomes[0] ?? []).map((_, question) =>
      outcomes.reduce((sum, run, i) => sum + (run[question] === true ? 100 * (weights[i] ?? 0) : 0), 0),
    );
    return pairedBootstrap(
      perQuestion,
      perQuestion.map(() => 0),
      options,
    ).interval;
  }
  const { confidence = 0.95 } = options;
  let estimate = 0;
  let below = 0;
  let above = 0;
  for (const [i, point] of points.entries()) {
    const weight = weights[i] ?? 0;
    const { low, high } = wilsonInterval(point.correct, point.n, { confidence });
    const ends = [weight * 100 * low, weight * 100 * high];
    const value = weight * percentRight(point);
    estimate += value;
    below += (value - Math.min(...ends)) ** 2;
    above += (Math.max(...ends) - value) ** 2;
  }
  return { low: estimate - Math.sqrt(below), high: estimate + Math.sqrt(above), confidence };
}
