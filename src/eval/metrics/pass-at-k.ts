import { checkCount } from './check-option.ts';

/**
 * pass@k of one question: the probability that k samples, drawn without replacement from those there are, hold at
 * least one right answer. A fraction from 0 to 1.
 *
 * 1 - C(samples - right, k) / C(samples, k), the unbiased estimator of Chen et al. (arXiv 2107.03374, section 2.1).
 * The plain 1 - (1 - right/samples)^k is biased upwards or downwards with the number of samples. Computed as a sum
 * of logarithms over the shorter of the two equal products, so that neither a million samples nor a tiny result
 * loses digits.
 *
 * @param k - at most `samples`: more than there are cannot be drawn
 */
export function passAtK(counts: { samples: number; right: number }, k: number): number {
  const { samples, right } = counts;
  checkCount('samples', samples, 1);
  checkCount('right', right, 0, samples);
  checkCount('k', k, 1, samples);
  if (right === 0) return 0;
  if (k > samples - right) return 1;
  // C(samples - a, b) / C(samples, b) with a = right, b = k is symmetric in a and b.
  const [few, many] = right < k ? [right, k] : [k, right];
  let logMiss = 0;
  for (let i = 0; i < few; i += 1) logMiss += Math.log1p(-many / (samples - i));
  return -Math.expm1(logMiss);
}
