import type { BudgetFields } from '../core/budget.ts';

/** The maximum of a budget, and never more than so many tokens. */
export function atMost({ max }: Pick<BudgetFields, 'max'>, tokens: number): number {
  return typeof max === 'number' ? Math.min(max, tokens) : tokens;
}
