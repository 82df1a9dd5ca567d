import { checkCount, checkShare } from './check-option.ts';
import type { Interval } from './interval.ts';
import { normalQuantile } from './normal-distribution.ts';

/**
 * Wilson's score interval of a share (Wilson 1927), as a fraction from 0 to 1.
 *
 * The textbook interval (estimate +- 1.96 standard errors) is empty at 0 of 30 and leaves the range near 1; a set of
 * 30 questions lives exactly there. Wilson's stays inside 0..1, always contains the estimate and covers about as
 * often as it says even for small counts (Brown, Cai and DasGupta 2001).
 */
export function wilsonInterval(right: number, total: number, options: { confidence?: number } = {}): Interval {
  const { confidence = 0.95 } = options;
  checkCount('total', total, 1);
  checkCount('right', right, 0, total);
  checkShare('confidence', confidence);
  const z = normalQuantile((1 + confidence) / 2);
  const share = right / total;
  const scale = 1 + (z * z) / total;
  const centre = (share + (z * z) / (2 * total)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  return {
    // At the ends the formula gives exactly 0 and 1; rounding must not move them past the estimate.
    low: right === 0 ? 0 : Math.max(0, centre - half),
    high: right === total ? 1 : Math.min(1, centre + half),
    confidence,
  };
}
