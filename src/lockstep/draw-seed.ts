/**
 * The seed of the n-th draw of a sequence: one random stream per sequence that needs no state, so that a batch of any
 * shape draws the same tokens (splitmix32 finaliser over both numbers).
 *
 * @returns an unsigned 32-bit integer
 */
export function drawSeed(seed: number, n: number): number {
  return mix(mix(seed >>> 0) ^ Math.imul(n + 1, 0x9e3779b9));
}

function mix(value: number): number {
  let x = (value + 0x9e3779b9) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}
