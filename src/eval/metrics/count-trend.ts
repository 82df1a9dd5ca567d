import { normalUpperTail } from './normal-distribution.ts';
import type { Point } from './point.ts';
import { randomStream } from './random-stream.ts';
import { tailCounter } from './tail-counter.ts';
import type { TrendTails } from './trend-tails.ts';

const mostSteps = 2e7;

/**
 * One-sided p values of the Cochran-Armitage trend (Armitage 1955): the sum over right answers of their run's score,
 * against all ways in which as many right answers could fall on the runs.
 *
 * @param scores - doublings of each run around their mean weighted by questions, so that the expected sum is 0
 */
export function countTrend(
  points: readonly Point[],
  scores: readonly number[],
  options: { shuffles: number; seed: number },
): TrendTails {
  const answers = points.flatMap((point, i) => new Array<number>(point.n).fill(scores[i] ?? 0));
  const right = points.reduce((sum, point) => sum + point.correct, 0);
  const observed = points.reduce((sum, point, i) => sum + point.correct * (scores[i] ?? 0), 0);
  const spread = answers.reduce((sum, score) => sum + score * score, 0);
  // Scores sum to 0, so the wrong answers hold exactly the opposite sum: drawing the rarer kind is enough.
  const rarer = Math.min(right, answers.length - right);
  const sign = rarer === right ? 1 : -1;
  if (rarer === 0 || spread === 0) return { rising: 1, falling: 1, method: 'shuffled counts' };
  if (rarer * options.shuffles > mostSteps) {
    const share = right / answers.length;
    const variance = (share * (1 - share) * spread * answers.length) / (answers.length - 1);
    const z = observed / Math.sqrt(variance);
    return { rising: normalUpperTail(z), falling: normalUpperTail(-z), method: 'normal approximation' };
  }
  const random = randomStream(options.seed);
  const pool = Float64Array.from(answers);
  const scale = answers.reduce((sum, score) => sum + Math.abs(score), 0);
  const counter = tailCounter(observed, scale);
  for (let shuffle = 0; shuffle < options.shuffles; shuffle += 1) {
    let sum = 0;
    for (let i = 0; i < rarer; i += 1) {
      const j = i + random.below(pool.length - i);
      const drawn = pool[j] ?? 0;
      pool[j] = pool[i] ?? 0;
      pool[i] = drawn;
      sum += drawn;
    }
    counter.add(sign * sum);
  }
  return { ...counter.tails(), method: 'shuffled counts' };
}
