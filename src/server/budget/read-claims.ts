import { type Effort, efforts } from '../../core/effort.ts';
import { validate } from '../../core/validate.ts';
import type { Warning } from '../../core/warning.ts';
import { valueAt } from '../request/value-at.ts';
import type { BudgetClaim } from './budget-claim.ts';
import { type BudgetDialect, budgetDialects } from './budget-dialects.ts';

/** Words that hosts have for efforts besides ours; `undefined`: whatever the server does by itself. */
const otherEfforts: Readonly<Record<string, Effort | undefined>> = {
  ultra: 'max',
  off: 'none',
  disabled: 'none',
  auto: undefined,
  default: undefined,
};

/**
 * Every field of a body that speaks of the budget, in the order of the table.
 *
 * @throws E_BUDGET_INVALID naming the field, the form it has to have and the value it got
 */
export function readClaims(body: unknown): {
  readonly claims: readonly BudgetClaim[];
  readonly warnings: readonly Warning[];
} {
  const claims: BudgetClaim[] = [];
  const warnings: Warning[] = [];
  for (const dialect of budgetDialects) {
    for (const field of [dialect.field, `extra_body.${dialect.field}`]) {
      const value = valueAt(body, field);
      if (value === undefined) continue;
      const claim = claimOf(dialect, field, validate(dialect.schema, value, field, 'E_BUDGET_INVALID'), warnings);
      if (claim !== undefined) claims.push(claim);
    }
  }
  return { claims, warnings };
}

function claimOf(
  { means }: BudgetDialect,
  field: string,
  value: unknown,
  warnings: Warning[],
): BudgetClaim | undefined {
  switch (means) {
    case 'max':
      return { field, means, value: value === -1 ? 'auto' : (value as number) };
    case 'finish':
      return { field, means, value: value as string };
    case 'switch':
      if (typeof value === 'boolean') return { field, means, value };
      if (field.endsWith('type')) return { field, means, value: value !== 'disabled' };
      return effortClaim(field, value as string, warnings);
    case 'effort':
      return effortClaim(field, value as string, warnings);
  }
}

/** An effort in any spelling. One that nobody knows changes nothing, and the receipt says so. */
function effortClaim(field: string, word: string, warnings: Warning[]): BudgetClaim | undefined {
  const name = word.trim().toLowerCase();
  const value = efforts.find((candidate) => candidate === name) ?? otherEfforts[name];
  if (value !== undefined) return { field, means: 'effort', value };
  if (!Object.hasOwn(otherEfforts, name)) {
    warnings.push({
      code: 'W_EFFORT_UNKNOWN',
      message: `${field} is ${JSON.stringify(word.slice(0, 40))}, which is none of ${efforts.join(', ')}: it was ignored.`,
    });
  }
  return undefined;
}
