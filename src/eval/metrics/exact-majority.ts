import type { Ballot } from './ballot.ts';
import { logChoose } from './log-choose.ts';

/**
 * The probability that a right answer wins the vote of k samples drawn without replacement, ties counting 1/t.
 *
 * For every right answer and every number of votes m with which it may win, the draws are counted in which each other
 * answer gets at most m votes and t of them exactly m: a table over (votes given, answers tied) filled one answer at
 * a time. Instead of binomial coefficients, which overflow, each answer contributes the probabilities of a binomial
 * with p = k / samples; given that k are drawn in all, both are the same distribution, and every number stays
 * between 0 and 1. All terms are positive, so nothing cancels.
 */
export function exactMajority(ballot: Ballot, k: number): number {
  const total = votes(ballot) + ballot.silent;
  const p = k / total;
  let won = 0;
  for (const [index, count] of ballot.right.entries()) {
    const others = [...ballot.right.slice(0, index), ...ballot.right.slice(index + 1), ...ballot.wrong];
    for (let m = 1; m <= Math.min(count, k); m += 1) {
      won += binomialMass(count, m, p) * restIsBeaten(others, ballot.silent, k - m, m, p);
    }
  }
  return Math.min(1, won / binomialMass(total, k, p));
}

/** How many multiplications {@link exactMajority} takes at most. */
export function exactMajorityWork(ballot: Ballot, k: number): number {
  const others = ballot.right.length + ballot.wrong.length;
  let work = 0;
  for (const count of ballot.right) {
    for (let m = 1; m <= Math.min(count, k); m += 1) {
      work += others * (k - m + 1) * (Math.floor((k - m) / m) + 1) * (m + 1);
    }
  }
  return work;
}

/** Sum over t of P(the others give `rest` votes, none above m, t of them exactly m) / (t + 1). */
function restIsBeaten(others: readonly number[], silent: number, rest: number, m: number, p: number): number {
  const width = rest + 1;
  const ties = Math.floor(rest / m);
  let table = new Float64Array((ties + 1) * width);
  table[0] = 1;
  for (const count of others) {
    const next = new Float64Array(table.length);
    for (let x = 0; x <= Math.min(count, m, rest); x += 1) {
      const mass = binomialMass(count, x, p);
      const tied = x === m ? 1 : 0;
      for (let t = 0; t + tied <= ties; t += 1) {
        const from = t * width;
        const to = (t + tied) * width + x;
        for (let given = 0; given + x < width; given += 1) {
          next[to + given] = (next[to + given] ?? 0) + (table[from + given] ?? 0) * mass;
        }
      }
    }
    table = next;
  }
  let sum = 0;
  for (let x = 0; x <= Math.min(silent, rest); x += 1) {
    const mass = binomialMass(silent, x, p);
    for (let t = 0; t <= ties; t += 1) sum += ((table[t * width + rest - x] ?? 0) * mass) / (t + 1);
  }
  return sum;
}

function binomialMass(n: number, x: number, p: number): number {
  if (p === 1) return x === n ? 1 : 0;
  return Math.exp(logChoose(n, x) + x * Math.log(p) + (n - x) * Math.log1p(-p));
}

function votes(ballot: Ballot): number {
  return [...ballot.right, ...ballot.wrong].reduce((sum, count) => sum + count, 0);
}
