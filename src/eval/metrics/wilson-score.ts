import type { Interval } from './interval.ts';
import { normalQuantile } from './normal-distribution.ts';

/**
 * Wilson's score interval (Wilson 1927) of a share seen in so many independent observations.
 *
 * @param share - from 0 to 1
 * @param observations - above 0; not necessarily whole, where correlated samples count as fewer
 */
export function wilsonScore(share: number, observations: number, confidence: number): Interval {
  const z = normalQuantile((1 + confidence) / 2);
  const scale = 1 + (z * z) / observations;
  const centre = (share + (z * z) / (2 * observations)) / scale;
  const half =
    (z / scale) * Math.sqrt((share * (1 - share)) / observations + (z * z) / (4 * observations * observations));
  return {
    // At the ends the formula gives exactly 0 and 1; rounding must not move them past the estimate.
    low: share === 0 ? 0 : Math.max(0, centre - half),
    high: share === 1 ? 1 : Math.min(1, centre + half),
    confidence,
  };
}
