/** A reproducible stream of random numbers: the same seed gives the same numbers on every machine. */
export interface RandomStream {
  /** A whole number from 0 to 2^32 - 1. */
  next(): number;
  /** A whole number from 0 to bound - 1. Its bias, bound / 2^32, is far below what any resampling can show. */
  below(bound: number): number;
  /** A number from 0 up to, not including, 1. */
  uniform(): number;
}

/** xoshiro128** (Blackman and Vigna 2018), its four words filled from the seed by the splitmix32 finaliser. */
export function randomStream(seed: number): RandomStream {
  let state = seed | 0;
  const word = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return x ^ (x >>> 15);
  };
  let a = word();
  let b = word();
  let c = word();
  // One word must not be 0, or the stream would be nothing but zeros.
  let d = word() || 1;
  const next = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  return {
    next,
    below: (bound) => Math.floor((next() / 0x1_0000_0000) * bound),
    uniform: () => next() / 0x1_0000_0000,
  };
}
