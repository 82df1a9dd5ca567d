/** ln C(n, k): how many ways there are to choose k of n, as a logarithm, because the number itself overflows. */
export function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

const small: number[] = [0];

function logFactorial(n: number): number {
  if (n < 64) {
    for (let i = small.length; i <= n; i += 1) small.push((small[i - 1] ?? 0) + Math.log(i));
    return small[n] ?? 0;
  }
  // Stirling's series; its first omitted term is below 1e-19 from 64 on.
  const square = n * n;
  return (
    (n + 0.5) * Math.log(n) -
    n +
    0.5 * Math.log(2 * Math.PI) +
    (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / n
  );
}
