import { drawSeed } from '../lockstep/draw-seed.ts';

/**
 * The seed of the n-th branch. The first has that of the whole, so that one branch gives what no strategy would give.
 *
 * @param n - from 0
 */
export function branchSeed(seed: number, n: number): number {
  return n === 0 ? seed : drawSeed(seed, n - 1);
}
