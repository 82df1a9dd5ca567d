import { z } from 'zod';
import { validate } from '../../core/validate.ts';
import type { Series } from './series.ts';

const notEmpty = 'must be a text that is not empty';
const atLeastOne = 'must be a list of at least one';
const share = 'must be a number between 0 and 1';

const matchSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).readonly();

const selectionSchema = z
  .strictObject({
    only: z.array(matchSchema).min(1, atLeastOne).readonly().optional(),
    except: z.array(matchSchema).min(1, atLeastOne).readonly().optional(),
  })
  .readonly();

const boundSchema = z.union([z.number(), z.strictObject({ field: z.string(), times: z.number().optional() })]);

const ruleSchema = z
  .strictObject({ where: matchSchema.optional(), min: boundSchema.optional(), max: boundSchema.optional() })
  .readonly();

const rowSchema = z
  .strictObject({
    label: z.string().min(1, notEmpty),
    series: z.string().min(1, notEmpty),
    note: z.string().optional(),
    points: selectionSchema.optional(),
    control: z
      .strictObject({ points: selectionSchema.optional(), bounds: z.array(ruleSchema).min(1, atLeastOne).readonly() })
      .readonly()
      .optional(),
    scaling: z.strictObject({ points: selectionSchema }).readonly().optional(),
    performance: z.strictObject({ points: selectionSchema }).readonly().optional(),
    published: z
      .strictObject({ control: z.number(), scaling: z.number(), performance: z.number() })
      .readonly()
      .optional(),
  })
  .readonly();

const recipeSchema = z
  .strictObject({
    name: z.string().min(1, notEmpty),
    source: z.string().optional(),
    level: z.number().positive(share).lt(1, share).default(0.05),
    margin: z.number().positive(share).lt(1, share).default(0.05),
    rows: z.array(rowSchema).min(1, atLeastOne).readonly(),
  })
  .readonly();

/** Fields a run must have: `{ limit: 3500 }`. */
export type Match = Readonly<Record<string, string | number | boolean>>;

/** Which runs count: those that match one of `only` (all without it) and none of `except`. */
export interface Selection {
  readonly only?: readonly Match[];
  readonly except?: readonly Match[];
}

/** A number of tokens, or a field of the run that holds it, times a factor: steps x 100. */
export type Bound = number | { readonly field: string; readonly times?: number };

/** What runs that match `where` (all without it) were asked to keep to. */
export interface BoundRule {
  readonly where?: Match;
  readonly min?: Bound;
  readonly max?: Bound;
}

/** One row of the table: a method, and which of its runs count for which figure. */
export interface RecipeRow {
  readonly label: string;
  /** Name of its series. */
  readonly series: string;
  readonly note?: string;
  /** Runs of the row. Each figure may select fewer of them. */
  readonly points?: Selection;
  readonly control?: { readonly points?: Selection; readonly bounds: readonly BoundRule[] };
  readonly scaling?: { readonly points: Selection };
  readonly performance?: { readonly points: Selection };
  /** What a paper prints, to compare with. */
  readonly published?: PublishedFigures;
}

/** Control in percent, Scaling in percentage points per doubling, Performance in percent, rounded as printed. */
export interface PublishedFigures {
  readonly control: number;
  readonly scaling: number;
  readonly performance: number;
}

/** How a table of Control, Scaling and Performance is made from series: pure data, so that no row needs code. */
export interface Recipe {
  readonly name: string;
  readonly source?: string;
  /** Of the tests behind the flags. */
  readonly level: number;
  /** Gains below this fraction count as none when asking whether a series saturates. */
  readonly margin: number;
  readonly rows: readonly RecipeRow[];
}

/**
 * The recipe in a parsed YAML or JSON file.
 *
 * @throws E_RECIPE_INVALID with the field, the form expected and the value got
 */
export function parseRecipe(value: unknown): Recipe {
  return validate(recipeSchema, value, 'recipe', 'E_RECIPE_INVALID');
}

/** The recipe used when none is given: every series a row, all of its runs for every figure, no bounds. */
export function plainRecipe(series: readonly Series[]): Recipe {
  const rows = series.map(({ name }) => ({ label: name, series: name }));
  return { name: 'all series', level: 0.05, margin: 0.05, rows };
}
