import { z } from 'zod';
import { budgetSchema } from '../core/budget.ts';
import { fieldsAt } from '../core/fields-at.ts';
import { validate } from '../core/validate.ts';
import { bestOf } from './best-of.ts';
import { forced } from './forced.ts';
import { majority } from './majority.ts';
import { namedScorer, scorerNames } from './named-scorer.ts';
import type { Strategy } from './strategy.ts';

/** How a strategy is made from data. */
export interface StrategyEntry {
  readonly name: string;
  /** In one line, for helps and tables. */
  readonly summary: string;
  /** The names of its own fields. */
  readonly fields: readonly string[];
  /** Whether it has branches, to which all other fields go. */
  readonly branches: boolean;
  /** @throws E_STRATEGY_INVALID naming the field, the form expected and the value got */
  make(fields: unknown, of: Strategy): Strategy;
}

const least1 = 'must be a whole number of at least 1';
const count = z.int(least1).min(1, least1).optional();

function entry<Schema extends z.ZodType>(
  name: string,
  summary: string,
  schema: Schema,
  make: (fields: z.output<Schema>, of: Strategy) => Strategy,
): StrategyEntry {
  return {
    name,
    summary,
    fields: fieldsAt(schema, []),
    branches: name !== 'forced',
    make: (fields, of) => make(validate(schema, fields, name, 'E_STRATEGY_INVALID'), of),
  };
}

/** Every strategy that has a name. */
export const strategyTable: readonly StrategyEntry[] = [
  entry('forced', 'one chain under budget forcing', budgetSchema, (fields) => forced(fields)),
  entry(
    'majority',
    'the answer that most of several samples give',
    z.strictObject({ samples: count, tokens: count }),
    (fields, of) => majority({ ...fields, of }),
  ),
  entry(
    'best-of',
    'the answer that a scorer likes best',
    z.strictObject({ samples: count, tokens: count, score: z.enum(scorerNames).optional() }),
    ({ score, ...fields }, of) => bestOf({ ...fields, of, ...(score ? { score: namedScorer(score) } : {}) }),
  ),
];

export const strategyNames: readonly string[] = strategyTable.map(({ name }) => name);
