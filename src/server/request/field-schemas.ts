import { z } from 'zod';

const zeroToTwo = 'must be a number from 0 to 2';
const share = 'must be a number above 0 and at most 1';
const minShare = 'must be a number from 0 to 1';
const penalty = 'must be a number from -2 to 2';
const bias = 'must be an object of token ids and numbers from -100 to 100';
const positive = 'must be a whole number of at least 1';
const choices = 'must be a whole number from 1 to 128';
const seedForm = 'must be a whole number';
const stops = 'must be a text, or a list of texts';
const alternatives = 'must be a whole number from 0 to 20';
const flag = 'must be true or false';

/** Most texts in `stop`; hosted APIs allow four. */
const mostStops = 16;

/** Fields that mean the same in several APIs, with the forms they have to have. `null` is absent everywhere. */
export const fieldSchemas: {
  readonly model: z.ZodType<string | null | undefined>;
  readonly temperature: z.ZodType<number | null | undefined>;
  readonly topP: z.ZodType<number | null | undefined>;
  readonly topK: z.ZodType<number | null | undefined>;
  readonly minP: z.ZodType<number | null | undefined>;
  readonly penalty: z.ZodType<number | null | undefined>;
  readonly bias: z.ZodType<Readonly<Record<string, number>> | null | undefined>;
  readonly seed: z.ZodType<number | null | undefined>;
  readonly tokens: z.ZodType<number | null | undefined>;
  readonly n: z.ZodType<number | null | undefined>;
  readonly alternatives: z.ZodType<number | null | undefined>;
  readonly flag: z.ZodType<boolean | null | undefined>;
  readonly stop: z.ZodType<string | readonly string[] | null | undefined>;
} = {
  model: z.string('must be a text').nullish(),
  temperature: z.number(zeroToTwo).min(0, zeroToTwo).max(2, zeroToTwo).nullish(),
  topP: z.number(share).positive(share).max(1, share).nullish(),
  // Hosts take 0 and -1 for "all of them".
  topK: z.int('must be a whole number').min(-1, 'must be a whole number of at least -1').nullish(),
  minP: z.number(minShare).min(0, minShare).max(1, minShare).nullish(),
  penalty: z.number(penalty).min(-2, penalty).max(2, penalty).nullish(),
  bias: z
    .record(z.string(), z.number(bias).min(-100, bias).max(100, bias), bias)
    .refine((value) => Object.keys(value).every((token) => /^\d{1,9}$/.test(token)), bias)
    .nullish(),
  seed: z.int(seedForm).nullish(),
  tokens: z.int(positive).min(1, positive).nullish(),
  n: z.int(choices).min(1, choices).max(128, choices).nullish(),
  alternatives: z.int(alternatives).min(0, alternatives).max(20, alternatives).nullish(),
  flag: z.boolean(flag).nullish(),
  stop: z
    .union(
      [z.string(stops), z.array(z.string(stops), stops).max(mostStops, `must be at most ${mostStops} texts`)],
      stops,
    )
    .nullish(),
};
