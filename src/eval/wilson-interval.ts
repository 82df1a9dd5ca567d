/** The 97.5 % quantile of the normal distribution. */
const z = 1.959964;

/**
 * The 95 % confidence interval of a share (E. B. Wilson 1927), which stays within 0 and 1 and is honest for small
 * numbers and for shares near the ends.
 */
export function wilsonInterval(successes: number, trials: number): readonly [low: number, high: number] {
  if (trials === 0) return [0, 1];
  const share = successes / trials;
  const denominator = 1 + z ** 2 / trials;
  const centre = (share + z ** 2 / (2 * trials)) / denominator;
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
