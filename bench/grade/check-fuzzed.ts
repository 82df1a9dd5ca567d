import { equate } from '../../src/grade/compare/equate.ts';
import { grade } from '../../src/grade/grade.ts';
import { fuzzedPairs } from './fuzzed-pair.ts';

export interface FuzzReport {
  readonly pairs: number;
  /** How many were equal: a fuzz without equal pairs would prove nothing about symmetry. */
  readonly equal: number;
  /** The pairs that broke a rule, with the rule. */
  readonly broken: readonly string[];
}

/** Tries fuzzed pairs: nothing throws, every text equals itself, and the order of two texts does not matter. */
export function checkFuzzed(count: number, seed: number, answers: readonly string[]): FuzzReport {
  const broken: string[] = [];
  let [pairs, equal] = [0, 0];
  for (const [first, second] of fuzzedPairs(seed, answers)) {
    if (pairs >= count) break;
    pairs++;
    try {
      const forward = equate(first, second);
      if (forward.equal) equal++;
      if (forward.equal !== equate(second, first).equal) broken.push(`order matters: ${shown(first, second)}`);
      if (!equate(first, `${first} `).equal) broken.push(`not itself: ${JSON.stringify(first)}`);
      grade(first, second);
    } catch (error) {
      broken.push(`${error instanceof Error ? error.message : error}: ${shown(first, second)}`);
    }
  }
  return { pairs, equal, broken };
}

function shown(first: string, second: string): string {
  return `${JSON.stringify(first)} and ${JSON.stringify(second)}`;
}
