import type { LanguageModelV4CallOptions, SharedV4Warning } from '@ai-sdk/provider';
import type { Budget } from '../core/budget.ts';
import { limitOutput } from '../forcing/limit-output.ts';
import { readMullOptions } from './mull-options.ts';

/**
 * The budget of one call: `providerOptions.mull.budget`, else the call's `reasoning`, else that of the model. The nearest
 * one is taken whole, as the AI SDK does with provider options. `maxOutputTokens` bounds thinking and answer together.
 */
export function chooseBudget(
  call: Pick<LanguageModelV4CallOptions, 'providerOptions' | 'reasoning' | 'maxOutputTokens'>,
  ofModel: Budget | undefined,
  contextSize: number,
): { readonly budget: Budget | undefined; readonly warnings: readonly SharedV4Warning[] } {
  const effort = call.reasoning === 'provider-default' ? undefined : call.reasoning;
  const budget = readMullOptions(call.providerOptions).budget ?? effort ?? ofModel;
  if (call.maxOutputTokens === undefined) return { budget, warnings: [] };
  const limited = limitOutput(budget, call.maxOutputTokens, contextSize);
  const { lowered } = limited;
  return {
    budget: limited.budget,
    warnings:
      lowered === undefined
        ? []
        : [
            {
              type: 'compatibility',
              feature: 'maxOutputTokens',
              details: `It bounds thinking and answer together, so budget.max was lowered from ${lowered} to ${limited.budget.max}.`,
            },
          ],
  };
}
