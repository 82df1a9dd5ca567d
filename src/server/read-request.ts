import type { BudgetFields } from '../core/budget.ts';
import type { Ceilings } from './budget/ceilings.ts';
import { servedBudget } from './budget/served-budget.ts';
import type { Endpoint } from './endpoint.ts';
import { checkModel } from './request/check-model.ts';
import type { ServedBudget, ServerRequest } from './request/server-request.ts';

/** A body with what surrounds it. */
export interface RequestToRead {
  readonly body: Readonly<Record<string, unknown>>;
  /** The value of the header `mull-budget`. */
  readonly header: string | undefined;
  /** What the model may be called. */
  readonly names: readonly string[];
  /** It may be called anything. */
  readonly anyName: boolean;
  /** For what the request does not say. */
  readonly defaults: BudgetFields;
  readonly ceilings: Ceilings;
  readonly contextSize: number;
}

/**
 * What a body asks for, and the budget it gets.
 *
 * @throws E_REQUEST_INVALID, E_MODEL_UNKNOWN, E_BUDGET_INVALID, E_BUDGET_CONFLICT
 */
export function readRequest(
  read: Endpoint['read'],
  { names, anyName, ...asked }: RequestToRead,
): { readonly request: ServerRequest; readonly budget: ServedBudget } {
  const request = read(asked.body, { served: names, budgetHeader: asked.header !== undefined });
  checkModel(request.model, { names, anyName });
  return { request, budget: servedBudget({ ...asked, request }) };
}
