import type { BudgetFields } from '../../core/budget.ts';
import { RequestError } from '../request/request-error.ts';
import type { BudgetClaim } from './budget-claim.ts';
import type { BudgetLayer } from './merge-layers.ts';

/**
 * What the fields of a body ask for together.
 *
 * Among them nothing wins: two that contradict each other are a mistake of the client's. A maximum in tokens beside an
 * effort is none, as everywhere in mull the explicit one counts.
 *
 * @throws E_BUDGET_CONFLICT naming both fields
 */
export function claimedBudget(claims: readonly BudgetClaim[]): BudgetLayer {
  const fields: { -readonly [Name in keyof BudgetFields]: BudgetFields[Name] } = {};
  const from: Partial<Record<keyof BudgetFields, string>> = {};
  for (const means of ['max', 'effort', 'finish'] as const) {
    const [first, ...others] = claims.filter((claim) => claim.means === means);
    if (first === undefined) continue;
    const other = others.find((claim) => claim.value !== first.value);
    if (other !== undefined) throw contradiction(first, other);
    Object.assign(fields, { [means]: first.value });
    from[means] = first.field;
  }
  const off = claims.find(turnsOff);
  const on = claims.find(turnsOn);
  if (off !== undefined && on !== undefined) throw contradiction(off, on);
  if (off !== undefined && fields.max === undefined && fields.effort === undefined) {
    fields.max = 0;
    from.max = off.field;
  }
  return { fields, from, thinks: on !== undefined };
}

function turnsOff(claim: BudgetClaim): boolean {
  return (
    claim.value === false ||
    (claim.means === 'max' && claim.value === 0) ||
    (claim.means === 'effort' && claim.value === 'none')
  );
}

function turnsOn(claim: BudgetClaim): boolean {
  return claim.means !== 'finish' && !turnsOff(claim);
}

function contradiction(first: BudgetClaim, second: BudgetClaim): RequestError {
  const said = ({ field, value }: BudgetClaim): string => `${field} (${JSON.stringify(value)})`;
  return new RequestError(
    'E_BUDGET_CONFLICT',
    second.field,
    `${said(first)} and ${said(second)} contradict each other.`,
    { hint: `Send one of ${first.field} and ${second.field}.` },
  );
}
