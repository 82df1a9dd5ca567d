import { type BudgetFields, budgetSchema } from '../../core/budget.ts';
import { validate } from '../../core/validate.ts';
import { parseBudgetText } from './parse-budget-text.ts';

/**
 * `budget` in a body: an object, or a text as in the header.
 *
 * @throws E_BUDGET_INVALID
 */
export function readOwnBudget(budget: unknown): BudgetFields {
  if (budget === undefined || budget === null) return {};
  if (typeof budget === 'string') return parseBudgetText(budget, 'budget');
  return validate(budgetSchema, budget, 'budget', 'E_BUDGET_INVALID');
}
