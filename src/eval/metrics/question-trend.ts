import { normalUpperTail } from './normal-distribution.ts';
import { signFlipTails } from './sign-flip-tails.ts';
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
  if (slopes.length * options.shuffles > mostSteps) {
    const observed = slopes.reduce((sum, slope) => sum + slope, 0);
    const deviation = Math.sqrt(slopes.reduce((sum, slope) => sum + slope * slope, 0));
    const z = observed / deviation;
    return { rising: normalUpperTail(z), falling: normalUpperTail(-z), method: 'normal approximation' };
  }
  return {
    ...signFlipTails(slopes, { flips: options.shuffles, seed: options.seed }),
    method: 'sign flips per question',
  };
}
