import type { SharedV4ProviderOptions } from '@ai-sdk/provider';
import { z } from 'zod';
import { type Budget, type BudgetFields, budgetSchema } from '../core/budget.ts';
import { type Effort, efforts } from '../core/effort.ts';
import { validate } from '../core/validate.ts';

/** What one call may say under `providerOptions.mull`. */
export interface MullOptions {
  /** For this call, in place of the budget the model was made with. */
  readonly budget?: Budget;
  /** Send the thinking of earlier assistant turns again. */
  readonly keepThinking?: boolean;
}

const schema: z.ZodType<{ budget?: BudgetFields | Effort | undefined; keepThinking?: boolean | undefined }> =
  z.strictObject({
    // A text is read later, by the one who knows what efforts may look like.
    budget: z.union([z.enum(efforts), budgetSchema]).optional(),
    keepThinking: z.boolean('must be true or false').optional(),
  });

/** @throws E_OPTION_INVALID, E_BUDGET_INVALID naming the field, the form it expects and the value it got */
export function readMullOptions(options: SharedV4ProviderOptions | undefined): MullOptions {
  const given = options?.mull;
  if (given === undefined) return {};
  const { budget, ...rest } = given;
  if (typeof budget === 'object' && budget !== null)
    validate(budgetSchema, budget, 'providerOptions.mull.budget', 'E_BUDGET_INVALID');
  const checked = validate(
    schema,
    { ...rest, ...(budget === undefined ? {} : { budget }) },
    'providerOptions.mull',
    'E_OPTION_INVALID',
  );
  return {
    ...(checked.budget === undefined ? {} : { budget: checked.budget }),
    ...(checked.keepThinking === undefined ? {} : { keepThinking: checked.keepThinking }),
  };
}
