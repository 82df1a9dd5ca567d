import { signFlipTails } from '../metrics/sign-flip-tails.ts';

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
  if (differences.every((difference) => difference === 0)) return 1;
  const { rising, falling } = signFlipTails(differences, { flips, seed });
  return Math.min(1, 2 * Math.min(rising, falling));
}
