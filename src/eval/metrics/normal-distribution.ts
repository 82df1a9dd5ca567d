/**
 * P(Z > z) of the standard normal distribution, to about 14 digits.
 *
 * Near 0 the Taylor series of Marsaglia (Journal of Statistical Software 11(4), 2004), whose terms are all positive;
 * in the tail Laplace's continued fraction, which keeps the relative precision there.
 */
export function normalUpperTail(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  if (z < 0) return 1 - normalUpperTail(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 2.5) {
    let term = z;
    let sum = z;
    for (let odd = 3; term > sum * 1e-17; odd += 2) {
      term *= (z * z) / odd;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let i = 200; i >= 1; i -= 1) fraction = z + i / fraction;
  return density / fraction;
}

/**
 * The z with P(Z <= z) = share: 1.96 for 0.975.
 *
 * Newton's method on {@link normalUpperTail} from the start of Abramowitz and Stegun 26.2.23.
 *
 * @param share - strictly between 0 and 1
 */
export function normalQuantile(share: number): number {
  if (share < 0.5) return -normalQuantile(1 - share);
  const tail = 1 - share;
  const t = Math.sqrt(-2 * Math.log(tail));
  let z =
    t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
  for (let step = 0; step < 4; step += 1) {
    z += ((normalUpperTail(z) - tail) * Math.sqrt(2 * Math.PI)) / Math.exp((-z * z) / 2);
  }
  return z;
}
