import { type Budget, type BudgetFields, budgetSchema } from '../core/budget.ts';
import { type Effort, effortLevels, efforts } from '../core/effort.ts';
import { MullError } from '../core/mull-error.ts';
import { nearestName } from '../core/nearest-name.ts';
import { validate } from '../core/validate.ts';

/**
 * The fields of a budget as a caller gave it, checked; an effort alone becomes `{ effort }`.
 *
 * @throws E_BUDGET_INVALID naming the field, the expected form and the value got; E_BUDGET_CONFLICT when `min` is
 * larger than `max` (rule 7)
 */
export function readBudget(budget: Budget | undefined): BudgetFields {
  if (budget === undefined) return {};
  if (typeof budget === 'string') return { effort: readEffort(budget) };
  const fields = validate(budgetSchema, budget, 'budget', 'E_BUDGET_INVALID');
  const max = fields.max ?? (fields.effort === 'none' ? 0 : undefined);
  if (typeof max === 'number' && (fields.min ?? 0) > max) {
    throw new MullError('E_BUDGET_CONFLICT', `budget.min (${fields.min}) is larger than budget.max (${max}).`, {
      hint: 'Lower min or raise max.',
    });
  }
  return fields;
}

function readEffort(name: string): Effort {
  const effort = efforts.find((candidate) => candidate === name.toLowerCase());
  if (effort !== undefined) return effort;
  const near = nearestName(name, efforts);
  throw new MullError(
    'E_BUDGET_INVALID',
    `budget must be an object or one of ${Object.keys(effortLevels).join(', ')}, got "${name}".`,
    {
      hint:
        near === undefined ? 'Give an effort, or fields such as { max: 2000, waits: 2 }.' : `Did you mean "${near}"?`,
    },
  );
}
