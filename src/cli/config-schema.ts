import { z } from 'zod';
import { chatApis } from '../adapter/http/chat/chat-dialect.ts';
import { toldFactsSchema } from '../adapter/http/told-facts.ts';
import { wayNames } from '../adapter/http/way-name.ts';
import { type BudgetFields, budgetSchema } from '../core/budget.ts';
import { largestSeed, type ThinkFlags } from './think-options.ts';

/** What mull.config.json may hold. */
export type Config = ThinkFlags & { readonly $schema?: string };

const { shape: budgetShape } = budgetSchema as typeof budgetSchema & {
  readonly shape: Readonly<Record<keyof BudgetFields, z.ZodType>>;
};
const text = 'must be a text';
const atLeastOne = 'must be a whole number of at least 1';
const threads = 'must be a whole number from 1 to 512';
const layers = 'must be a whole number of at least 0';
const seed = `must be a whole number from 0 to ${largestSeed}`;
const temperature = 'must be a number of at least 0';
const topP = 'must be a number above 0 and at most 1';
const minP = 'must be a number from 0 to 1';

/**
 * mull.config.json: the options of `mull think` under the names of their flags. A key for a server is not among them:
 * such files are committed.
 */
export const configSchema: z.ZodType<Config> = z.strictObject({
  $schema: z.string(text).optional(),
  engine: z.string(text).optional(),
  model: z.string(text).optional(),
  api: z.enum(chatApis).optional(),
  way: z.enum(wayNames).optional(),
  facts: toldFactsSchema.optional(),
  ca: z.string(text).optional(),
  insecure: z.boolean('must be true or false').optional(),
  thinking: z.string(text).optional(),
  context: z.int(atLeastOne).min(1, atLeastOne).optional(),
  threads: z.int(threads).min(1, threads).max(512, threads).optional(),
  'gpu-layers': z.int(layers).min(0, layers).optional(),
  isolate: z.boolean('must be true or false').optional(),
  ...budgetShape,
  seed: z.int(seed).min(0, seed).max(largestSeed, seed).optional(),
  temperature: z.number(temperature).min(0, temperature).optional(),
  'top-k': z.int(atLeastOne).min(1, atLeastOne).optional(),
  'top-p': z.number(topP).positive(topP).max(1, topP).optional(),
  'min-p': z.number(minP).min(0, minP).max(1, minP).optional(),
}) as unknown as z.ZodType<Config>;
