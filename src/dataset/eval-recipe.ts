import { z } from 'zod';
import { type BudgetFields, budgetSchema } from '../core/budget.ts';
import { MullError } from '../core/mull-error.ts';
import type { PublishedFigure } from '../core/run-plan.ts';
import { validate } from '../core/validate.ts';

const text = 'must be a text that is not empty';
const word = z.string(text).min(1, text);
const positive = 'must be a whole number of at least 1';
const count = z.int(positive).min(1, positive);
const whole = 'must be a whole number of at least 0';
const seed = z
  .int(whole)
  .min(0, whole)
  .max(2 ** 32 - 1, 'must be a whole number of at most 4294967295');
const scalar = z.union([z.string(), z.number(), z.boolean()], 'must be a text, a number, true or false');

const pebbleSchema = z.strictObject({
  seed: seed.default(0),
  mix: z.enum(['main', 'mixed']).default('main'),
  count: count.default(1000),
});

const dataSchema = z.strictObject({
  hub: word.optional(),
  config: word.optional(),
  split: word.optional(),
  revision: word.optional(),
  file: word.optional(),
  pebble: pebbleSchema.optional(),
});

const fieldsSchema = z.strictObject({
  question: word.optional(),
  answer: word.optional(),
  id: word.optional(),
  level: word.optional(),
  subject: word.optional(),
  choices: z
    .union(
      [word, z.array(word).min(2, 'must be a list of at least two columns')],
      'must be a column, or a list of columns the first of which is right',
    )
    .optional(),
  canary: word.optional(),
});

const conditionSchema = z.strictObject({
  field: word,
  is: z.union([scalar, z.array(scalar).min(1, 'must be a list of at least one')]).optional(),
  not: z.union([scalar, z.array(scalar).min(1, 'must be a list of at least one')]).optional(),
  matches: z.string(text).refine(isPattern, 'must be a regular expression').optional(),
});

const axis = z.array(scalar).min(1, 'must be a list of at least one');

const publishedSchema = z.strictObject({
  model: word,
  label: word,
  setting: word.optional(),
  accuracy: z.number('must be a number from 0 to 100').min(0).max(100),
  tokens: z.number('must be a number above 0').positive().optional(),
  source: word.optional(),
});

const recipeSchema = z.strictObject({
  $schema: z.string().optional(),
  name: word,
  description: z.string().optional(),
  /** Of everything under `published` that names none of its own. */
  source: z.string().optional(),
  licence: z.string().optional(),
  data: dataSchema,
  fields: fieldsSchema.default({}),
  answerAfter: word.optional(),
  filter: z.array(conditionSchema).default([]),
  shuffle: seed.optional(),
  limit: count.optional(),
  confidential: z.boolean().default(false),
  system: word.optional(),
  prompt: word.refine((value) => value.includes('{question}'), 'must be a text with {question} in it').optional(),
  variants: z.record(z.string(), word).default({}),
  budget: budgetSchema.default({}),
  sweep: z.array(z.record(z.string(), axis)).default([]),
  methods: z
    .array(z.union([word, z.looseObject({ name: word })], 'must be a strategy such as "majority:samples=8", or think'))
    .default([]),
  samples: count.default(1),
  seed: seed.default(0),
  temperature: z.number('must be a number of at least 0').min(0, 'must be a number of at least 0').optional(),
  grading: z.record(z.string(), z.unknown()).default({}),
  published: z.array(publishedSchema).default([]),
});

/** Which column of a row is what; what is left out is found by its usual names. */
export interface FieldMap {
  readonly question?: string;
  readonly answer?: string;
  readonly id?: string;
  readonly level?: string;
  readonly subject?: string;
  /** A column that holds a list of choices, or the columns of all choices, the right one first. */
  readonly choices?: string | readonly string[];
  /** The sign by which a benchmark asks to be kept out of training data. */
  readonly canary?: string;
}

/** Rows are taken where the field is (or is not) one of the values, or matches the pattern. */
export interface Condition {
  readonly field: string;
  readonly is?: Scalar | readonly Scalar[];
  readonly not?: Scalar | readonly Scalar[];
  readonly matches?: string;
}

type Scalar = string | number | boolean;

/** Where rows come from: the Hub, a file, or the generator of the bundled model's questions. */
export interface DataSource {
  /** `owner/name` of a data set on the Hugging Face Hub. */
  readonly hub?: string;
  /** Which part of it, where it has several. */
  readonly config?: string;
  readonly split?: string;
  readonly revision?: string;
  /** A file on this machine, or in the repository; `-` is standard input. */
  readonly file?: string;
  readonly pebble?: { readonly seed: number; readonly mix: 'main' | 'mixed'; readonly count: number };
}

/** An evaluation as data: which questions, how they are put, under which budgets, and what a paper got. */
export interface EvalRecipe {
  readonly name: string;
  readonly description?: string;
  readonly licence?: string;
  readonly data: DataSource;
  readonly fields: FieldMap;
  /** The answer is what stands behind the last occurrence of this text (GSM8K: `####`). */
  readonly answerAfter?: string;
  readonly filter: readonly Condition[];
  /** The seed by which questions are shuffled; absent: they stay in their order. */
  readonly shuffle?: number;
  /** The first so many questions, unless all are asked for. */
  readonly limit?: number;
  readonly confidential: boolean;
  readonly system?: string;
  /** What is asked, with `{question}` in it. */
  readonly prompt?: string;
  /** Words about the length of thinking, by name, with `{n}` in them; added to those every recipe has. */
  readonly variants: Readonly<Record<string, string>>;
  readonly budget: BudgetFields;
  /** Grids of settings: every combination of the values in one, one grid after the other. */
  readonly sweep: readonly Readonly<Record<string, readonly Scalar[]>>[];
  /** Strategies that every question is put under besides the sweep, as text or as data: `majority:samples=8`. */
  readonly methods: readonly (string | { readonly name: string; readonly [field: string]: unknown })[];
  readonly samples: number;
  readonly seed: number;
  readonly temperature?: number;
  readonly grading: Readonly<Record<string, unknown>>;
  readonly published: readonly PublishedFigure[];
}

/**
 * The recipe in a parsed YAML or JSON file.
 *
 * @param shown - the name of the file, for errors
 * @throws E_RECIPE_INVALID with the field, the form expected and the value got, for a misspelt field the nearest one
 */
export function parseEvalRecipe(value: unknown, shown = 'recipe'): EvalRecipe {
  if (typeof value === 'object' && value !== null && 'rows' in value && !('data' in value)) {
    throw new MullError('E_RECIPE_INVALID', `${shown} is a recipe of \`mull metrics\`: it has no data to ask about.`, {
      hint: 'Give a recipe with `data`, such as recipes/pebble.yaml.',
    });
  }
  const { $schema: _, source, published, ...recipe } = validate(recipeSchema, value, shown, 'E_RECIPE_INVALID');
  checkData(recipe.data, shown);
  return {
    ...recipe,
    published: published.map((figure) => ({ ...figure, source: figure.source ?? source ?? shown })),
  };
}

function checkData(data: DataSource, shown: string): void {
  const { hub, file, pebble, config, split, revision } = data;
  const given = [hub, file, pebble].filter((each) => each !== undefined).length;
  const ofHub = config ?? split ?? revision;
  const one = given === 1 || (given === 2 && hub !== undefined && file !== undefined);
  if (one && (hub !== undefined || ofHub === undefined)) return;
  throw new MullError(
    'E_RECIPE_INVALID',
    one ? `${shown}.data has config, split or revision without hub.` : `${shown}.data must name one source of rows.`,
    { hint: 'Give hub (with file, config, split or revision if needed), or file, or pebble.' },
  );
}

function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}
