import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import type { Budget } from '../core/budget.ts';
import { readBudget } from '../forcing/read-budget.ts';

/**
 * The budget of one call: its own (`providerOptions.mull.budget`), else the call's `reasoning`, else that of the model. The
 * nearest one is taken whole, as the AI SDK does with provider options. `maxOutputTokens` bounds thinking and answer
 * together.
 *
 * @throws E_BUDGET_INVALID, E_BUDGET_CONFLICT
 */
export function chooseBudget(
  call: Pick<LanguageModelV4CallOptions, 'reasoning' | 'maxOutputTokens'>,
  { own, ofModel }: { readonly own: Budget | undefined; readonly ofModel?: Budget | undefined },
): Budget | undefined {
  const effort = call.reasoning === 'provider-default' ? undefined : call.reasoning;
  const budget = own ?? effort ?? ofModel;
  const { maxOutputTokens: most } = call;
  if (most === undefined) return budget;
  const fields = readBudget(budget);
  return { ...fields, total: Math.min(most, fields.total ?? most) };
}
