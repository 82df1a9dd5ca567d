import type { BudgetFields } from '../core/budget.ts';
import { atMost } from './at-most.ts';

/** Of the tokens of a branch, the part that is kept for its answer where the budget does not say less. */
const answerShare = 1 / 4;

/**
 * The budget of one of several branches that together may spend so many thinking and answer tokens.
 *
 * @param tokens - of all together; undefined: no more bounds than the budget has
 */
export function shareOf(budget: BudgetFields, tokens: number | undefined, branches: number): BudgetFields | undefined {
  if (tokens === undefined) return undefined;
  const share = Math.floor(tokens / branches);
  const answer = answerShareOf(budget, share) ?? 1;
  return { max: atMost(budget, Math.max(0, share - answer)), answer };
}

/** The tokens kept for the answer of a chain that may have so many; undefined where there is no such bound. */
export function answerShareOf(budget: BudgetFields, tokens: number): number | undefined {
  if (!Number.isFinite(tokens)) return budget.answer;
  return Math.min(budget.answer ?? Number.POSITIVE_INFINITY, Math.max(1, Math.floor(tokens * answerShare)));
}
