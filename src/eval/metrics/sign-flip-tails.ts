import { randomStream } from './random-stream.ts';
import { tailCounter } from './tail-counter.ts';

/**
 * One-sided p values of the sum of these values, its null distribution from flipping the sign of each at random.
 *
 * @param values - one per question
 */
export function signFlipTails(
  values: readonly number[],
  { flips, seed }: { readonly flips: number; readonly seed: number },
): { rising: number; falling: number } {
  const random = randomStream(seed);
  const counter = tailCounter(
    values.reduce((sum, value) => sum + value, 0),
    values.reduce((sum, value) => sum + Math.abs(value), 0),
  );
  for (let flip = 0; flip < flips; flip += 1) {
    let sum = 0;
    let signs = 0;
    for (let i = 0; i < values.length; i += 1) {
      // One random number has the signs of 32 questions.
      if (i % 32 === 0) signs = random.next();
      const value = values[i] ?? 0;
      sum += signs & 1 ? value : -value;
      signs >>>= 1;
    }
    counter.add(sum);
  }
  return counter.tails();
}
