import type { Vote } from '../core/vote.ts';
import { equate } from '../grade/compare/equate.ts';
import { extract } from '../grade/extract/extract.ts';
import type { BranchResult } from './told.ts';

/** What one branch votes for. */
export interface Ballot {
  readonly branch: number;
  /** The text of its answer. */
  readonly answer: string;
  /** What its vote weighs, above 0. */
  readonly weight: number;
}

/** The vote of a branch; undefined where its answer was cut off, is a call of a tool, or says nothing. */
export function ballotOf(branch: number, result: BranchResult, weight = 1): Ballot | undefined {
  if (result.finishReason !== 'stop') return undefined;
  const { rule, text } = extract(result.answer);
  return rule === 'none' ? undefined : { branch, answer: text, weight };
}

/**
 * Counts votes. Answers that the grader calls equal are one answer: 1/2 and 0.5 vote together.
 *
 * Equality of the grader need not carry over from one pair to the next, so each answer joins the first group whose first
 * answer it equals; the order of the branches decides, not that of their arrival.
 *
 * @returns the heaviest first; of several that weigh the same the one seen first, as the paper's evaluation decides
 */
export function countVotes(ballots: readonly Ballot[]): Vote[] {
  const groups: { answer: string; weight: number; branches: number[] }[] = [];
  for (const { branch, answer, weight } of ballots) {
    const group = groups.find((each) => equate(each.answer, answer).equal);
    if (group === undefined) groups.push({ answer, weight, branches: [branch] });
    else {
      group.weight += weight;
      group.branches.push(branch);
    }
  }
  const total = ballots.reduce((sum, { weight }) => sum + weight, 0);
  return groups
    .sort((a, b) => b.weight - a.weight)
    .map(({ answer, weight, branches }) => ({
      answer,
      count: branches.length,
      weight,
      share: weight / total,
      branches,
    }));
}
