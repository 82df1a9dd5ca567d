import type { BudgetFields } from '../../core/budget.ts';
import type { ServedBudget, ServerRequest } from '../request/server-request.ts';
import { valueAt } from '../request/value-at.ts';
import { applyCeilings, type Ceilings } from './ceilings.ts';
import { claimedBudget } from './claimed-budget.ts';
import { type BudgetLayer, mergeLayers } from './merge-layers.ts';
import { parseBudgetText } from './parse-budget-text.ts';
import { readClaims } from './read-claims.ts';
import { readOwnBudget } from './read-own-budget.ts';

/** What the budget of a request is made from. */
export interface BudgetInput {
  readonly body: Readonly<Record<string, unknown>>;
  /** The value of the header `mull-budget`. */
  readonly header: string | undefined;
  readonly request: Pick<ServerRequest, 'suffix' | 'total'>;
  /** What the server was started with. */
  readonly defaults: BudgetFields;
  readonly ceilings: Ceilings;
  readonly contextSize: number;
}

/** The places a budget may stand in, from the one that beats all others down; the server's ceilings beat them all. */
export const budgetPlaces: readonly string[] = [
  '`budget` in the body',
  'the header `mull-budget`',
  'behind the name of the model: `qwen3-8b:max=2000,waits=2`',
  'the fields of hosts, above, and `max_tokens` and its kin',
  'what `mull serve` was started with: `--max 2000`',
];

/**
 * The one order of precedence: body, header, suffix of the model, fields of hosts, defaults of the server; then the
 * ceilings, which nothing beats.
 *
 * @throws E_BUDGET_INVALID, E_BUDGET_CONFLICT naming the fields
 */
export function servedBudget(input: BudgetInput): ServedBudget {
  const { body, header, request, defaults, ceilings, contextSize } = input;
  const { claims, warnings } = readClaims(body);
  const own = readOwnBudget(body.budget ?? valueAt(body, 'extra_body.budget'));
  const { suffix, total } = request;
  const merged = mergeLayers([
    named(own, (name) => `budget.${name}`),
    named(header === undefined ? {} : parseBudgetText(header, 'mull-budget'), () => 'mull-budget header'),
    named(suffix === undefined ? {} : parseBudgetText(suffix, 'the suffix of the model'), () => 'model suffix'),
    withTotal(claimedBudget(claims), total),
    named(defaults, () => 'server default'),
  ]);
  const served = applyCeilings(merged, ceilings, contextSize);
  return { ...served, warnings: [...warnings, ...served.warnings] };
}

function named(fields: BudgetFields, from: (name: string) => string): BudgetLayer {
  return { fields, from: Object.fromEntries(Object.keys(fields).map((name) => [name, from(name)])) };
}

function withTotal(layer: BudgetLayer, total: ServerRequest['total']): BudgetLayer {
  if (total === undefined) return layer;
  return {
    ...layer,
    fields: { ...layer.fields, total: total.tokens },
    from: { ...layer.from, total: total.field },
  };
}
