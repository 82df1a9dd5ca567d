import { z } from 'zod';
import { type Effort, efforts } from './effort.ts';

export { defaultFinish, defaultMessage } from './budget-texts.ts';

/** The fields of a budget. All numbers of tokens are whole; absent `max`: the context window bounds the thinking. */
export interface BudgetFields {
  /** Most thinking tokens; `auto`: what the context leaves after prompt and answer. */
  readonly max?: number | 'auto';
  /** Fewest sampled thinking tokens. */
  readonly min?: number;
  /** How many ends of thinking are suppressed. */
  readonly waits?: number;
  /** Appended at each suppression, default 'Wait'; a list is used in turn; '' suppresses without a text. */
  readonly message?: string | readonly string[];
  /** Text that opens the answer after a cut, default 'Final Answer:'. */
  readonly finish?: string;
  /** Within the last `grace` tokens below max, the first sentence or line end is cut at; default 0. */
  readonly grace?: number;
  /** What to do with thinking that repeats itself; default 'end'. */
  readonly loop?: 'end' | 'ignore';
  /** Tokens kept for the answer, and its cap; default: the lesser of 1,024 and a quarter of the context (or of `total`). */
  readonly answer?: number;
  /** Most tokens of thinking and answer together; without `answer`, what thinking leaves of it is the answer's cap. */
  readonly total?: number;
  /** Seconds after which thinking ends as it does at max. */
  readonly seconds?: number;
  /** Sets `max` and `answer` from the table of efforts; explicit fields beat it. */
  readonly effort?: Effort;
  /** `s1`: the paper's exact strings, loop 'ignore', grace 0; explicit fields beat it. */
  readonly preset?: 's1';
}

/** What callers give: fields, or just an effort. */
export type Budget = BudgetFields | Effort;

const max = 'must be a whole number of at least 0, or "auto"';
const whole = 'must be a whole number of at least 0';
const positive = 'must be a whole number of at least 1';
const texts = 'must be a text, or a list of at least one text';
const seconds = 'must be a number above 0';

export const budgetSchema: z.ZodType<BudgetFields> = z.strictObject({
  max: z.union([tokens(max), z.literal('auto')], max).optional(),
  min: tokens(whole).optional(),
  waits: tokens(whole).optional(),
  message: z.union([z.string(texts), z.array(z.string(texts), texts).min(1, texts)], texts).optional(),
  finish: z.string('must be a text').optional(),
  grace: tokens(whole).optional(),
  loop: z.enum(['end', 'ignore']).optional(),
  answer: z.int(positive).min(1, positive).optional(),
  total: z.int(positive).min(1, positive).optional(),
  seconds: z.number(seconds).positive(seconds).optional(),
  effort: z.enum(efforts).optional(),
  preset: z.literal('s1').optional(),
});

function tokens(words: string): z.ZodInt {
  return z.int(words).min(0, words);
}
