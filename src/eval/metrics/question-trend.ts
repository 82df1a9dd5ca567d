import { normalUpperTail } from './normal-distribution.ts';
import { randomStream } from './random-stream.ts';
import { tailCounter } from './tail-counter.ts';
import type { TrendTails } from './trend-tails.ts';

const mostSteps = 2e7;

/**
 * One-sided p values of the mean slope per question, its null distribution from flipping the sign of each question's
 * slope at random.
 *
 * @param outcomes - one list per run, the same questions in each
 * @param scores - doublings of each run around their mean
 */
export function questionTrend(
  outcomes: readonly (readonly boolean[])[],
  scores: readonly number[],
  options: { shuffles: number; seed: number },
): TrendTails {
  const slopes: number[] = [];
  for (let question = 0; question < (outcomes[0]?.length ?? 0); question += 1) {
    const slope = outcomes.reduce((sum, run, i) => sum + (run[question] ? (scores[i] ?? 0) : 0), 0);
    // A question that is always right, or always wrong, says nothing about a trend.
    if (Math.abs(slope) > 1e-12) slopes.push(slope);
  }
  const observed = slopes.reduce((sum, slope) => sum + slope, 0);
  if (slopes.length * options.shuffles > mostSteps) {
    const deviation = Math.sqrt(slopes.reduce((sum, slope) => sum + slope * slope, 0));
    const z = observed / deviation;
    return { rising: normalUpperTail(z), falling: normalUpperTail(-z), method: 'normal approximation' };
  }
  const random = randomStream(options.seed);
  const scale = slopes.reduce((sum, slope) => sum + Math.abs(slope), 0);
  const counter = tailCounter(observed, scale);
  for (let shuffle = 0; shuffle < options.shuffles; shuffle += 1) {
    let sum = 0;
    let bits = 0;
    for (let i = 0; i < slopes.length; i += 1) {
      if (i % 32 === 0) bits = random.next();
      const slope = slopes[i] ?? 0;
      sum += bits & 1 ? slope : -slope;
      bits >>>= 1;
    }
    counter.add(sum);
  }
  return { ...counter.tails(), method: 'sign flips per question' };
}
