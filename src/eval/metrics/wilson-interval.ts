import { checkCount, checkShare } from './check-option.ts';
import type { Interval } from './interval.ts';
import { wilsonScore } from './wilson-score.ts';

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
  return wilsonScore(right / total, total, confidence);
}
