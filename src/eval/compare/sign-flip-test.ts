import { randomStream } from '../metrics/random-stream.ts';
import { tailCounter } from '../metrics/tail-counter.ts';

/**
 * Two-sided p of "the mean of these differences is 0": if neither side is better, each question's difference could as
 * well have had the other sign. For differences of -1, 0 and 1 it approaches McNemar's exact test.
 *
 * @param differences - one per question
 */
export function signFlipTest(
  differences: readonly number[],
  { flips = 10_000, seed = 0 }: { readonly flips?: number; readonly seed?: number } = {},
): number {
  const sum = differences.reduce((total, each) => total + each, 0);
  const scale = differences.reduce((total, each) => total + Math.abs(each), 0);
  if (scale === 0) return 1;
  const random = randomStream(seed);
  const counter = tailCounter(sum, scale);
  for (let flip = 0; flip < flips; flip += 1) {
    let total = 0;
    for (let i = 0; i < differences.length; i += 32) {
      // One random number has the signs of 32 questions.
      let signs = random.next();
      for (const each of differences.slice(i, i + 32)) {
        total += signs & 1 ? each : -each;
        signs >>>= 1;
      }
    }
    counter.add(total);
  }
  const { rising, falling } = counter.tails();
  return Math.min(1, 2 * Math.min(rising, falling));
}
