import { z } from 'zod';
import { type BudgetFields, budgetSchema } from '../core/budget.ts';
import { fieldsAt } from '../core/fields-at.ts';
import { validate } from '../core/validate.ts';
import { adaptive } from './adaptive.ts';
import { bestOf } from './best-of.ts';
import { beyond } from './beyond.ts';
import { conditional } from './conditional.ts';
import { confident } from './confident.ts';
import { doubting } from './doubting.ts';
import { forced } from './forced.ts';
import { majority } from './majority.ts';
import { namedScorer, scorerNames } from './named-scorer.ts';
import { probing } from './probing.ts';
import { rejection } from './rejection.ts';
import { messagePolicies, rotating } from './rotating.ts';
import { shortest } from './shortest.ts';
import { spend } from './spend.ts';
import type { Strategy } from './strategy.ts';
import { weighted } from './weighted.ts';

/** How a strategy is made from data. */
export interface StrategyEntry {
  readonly name: string;
  /** In one line, for helps and tables. */
  readonly summary: string;
  /** The names of its own fields. */
  readonly fields: readonly string[];
  /** `chain`: it is one chain, which the other fields bound · `branches`: the other fields go to its branches. */
  readonly kind: 'chain' | 'branches';
  /**
   * @param inner - the budget of its chain, or what its branches are
   * @throws E_STRATEGY_INVALID naming the field, the form expected and the value got
   */
  make(fields: unknown, inner: { readonly budget: BudgetFields; readonly of: Strategy }): Strategy;
}

type Inner = Parameters<StrategyEntry['make']>[1];

function entry<Schema extends z.ZodType>(
  name: string,
  kind: StrategyEntry['kind'],
  summary: string,
  schema: Schema,
  make: (fields: z.output<Schema>, inner: Inner) => Strategy,
): StrategyEntry {
  return {
    name,
    summary,
    kind,
    fields: fieldsAt(schema, []),
    make: (fields, inner) => make(validate(schema, fields, name, 'E_STRATEGY_INVALID'), inner),
  };
}

const least1 = 'must be a whole number of at least 1';
const count = z.int(least1).min(1, least1);
const share = z
  .number('must be a number from 0 to 1')
  .min(0, 'must be a number from 0 to 1')
  .max(1, 'must be a number from 0 to 1');
const positive = z.number('must be a number above 0').positive('must be a number above 0');
const sampled = { samples: count.optional(), tokens: count.optional() };
const scored = { ...sampled, score: z.enum(scorerNames).optional() };
const texts = 'must be a list of at least one text';

/** Every strategy that has a name. */
export const strategyTable: readonly StrategyEntry[] = [
  entry('forced', 'chain', 'one chain under budget forcing', z.strictObject({}), (_, { budget }) => forced(budget)),
  entry(
    'majority',
    'branches',
    'the answer that most of several samples give',
    z.strictObject(sampled),
    (fields, { of }) => majority({ ...fields, of }),
  ),
  entry(
    'adaptive',
    'branches',
    'a majority vote that stops once it is decided',
    z.strictObject({ samples: count.optional(), probability: share.optional(), ahead: count.optional() }),
    (fields, { of }) => adaptive({ ...fields, of }),
  ),
  entry(
    'weighted',
    'branches',
    'a vote whose samples weigh what a scorer says',
    z.strictObject(scored),
    ({ score, ...fields }, { of }) => weighted({ ...fields, of, ...(score ? { score: namedScorer(score) } : {}) }),
  ),
  entry(
    'shortest',
    'branches',
    'a vote that prefers answers of short thinking',
    z.strictObject(sampled),
    (fields, { of }) => shortest({ ...fields, of }),
  ),
  entry(
    'best-of',
    'branches',
    'the answer that a scorer likes best',
    z.strictObject(scored),
    ({ score, ...fields }, { of }) => bestOf({ ...fields, of, ...(score ? { score: namedScorer(score) } : {}) }),
  ),
  entry(
    'confident',
    'branches',
    'a vote by confidence that stops doubtful chains early (DeepConf)',
    z.strictObject({
      samples: count.optional(),
      warmup: count.optional(),
      keep: share.optional(),
      window: count.optional(),
      consensus: share.optional(),
    }),
    (fields, { of }) => confident({ ...fields, of }),
  ),
  entry(
    'probing',
    'chain',
    'looks for the answer in mid-thought and stops once it is settled',
    z.strictObject({
      every: count.optional(),
      agree: count.optional(),
      confidence: share.optional(),
      probe: count.optional(),
    }),
    (fields, { budget }) => probing({ ...fields, budget }),
  ),
  entry(
    'doubting',
    'chain',
    'thinks more only where answers drawn at the end disagree',
    z.strictObject({ probes: count.optional(), waits: count.optional(), probe: count.optional() }),
    (fields, { budget }) => doubting({ ...fields, budget }),
  ),
  entry(
    'rotating',
    'chain',
    'Waits with a choice of messages: in turn, random or least used',
    z.strictObject({
      messages: z.union([z.array(z.string(texts), texts).min(1, texts), z.string(texts)], texts).optional(),
      policy: z.enum(messagePolicies).optional(),
      waits: count.optional(),
      stable: count.optional(),
      probe: count.optional(),
    }),
    ({ messages, ...fields }, { budget }) =>
      rotating({ ...fields, budget, ...(messages === undefined ? {} : { messages: [messages].flat() }) }),
  ),
  entry(
    'beyond',
    'chain',
    'thinks for longer than the context window holds',
    z.strictObject({
      tokens: count,
      window: count.optional(),
      carry: z.enum(['tail', 'summary']).optional(),
      summary: count.optional(),
    }),
    (fields, { budget }) => beyond({ ...fields, budget }),
  ),
  entry(
    'spend',
    'chain',
    'one budget of tokens for Waits and samples, spent where answers disagree',
    z.strictObject({
      tokens: count.optional(),
      cost: positive.optional(),
      price: positive.optional(),
      seconds: positive.optional(),
      stable: count.optional(),
      waits: count.optional(),
      samples: count.optional(),
      agree: count.optional(),
      probe: count.optional(),
    }),
    (fields, { budget }) => spend({ ...fields, budget }),
  ),
  entry(
    'rejection',
    'branches',
    'samples until the thinking is short enough by itself',
    z.strictObject({ within: count, tries: count.optional() }),
    (fields, { of }) => rejection({ ...fields, of }),
  ),
  entry(
    'conditional',
    'branches',
    'tells the model how long to think: tokens, steps, or short and long',
    z
      .strictObject({
        tokens: count.optional(),
        steps: count.optional(),
        length: z.enum(['short', 'long']).optional(),
        force: z.union([z.boolean(), z.stringbool()]).optional(),
      })
      .refine(
        ({ tokens, steps, length }) => [tokens, steps, length].filter((each) => each !== undefined).length === 1,
        'must be exactly one of tokens, steps and length',
      ),
    (fields, { of }) => conditional({ ...fields, of }),
  ),
];

export const strategyNames: readonly string[] = strategyTable.map(({ name }) => name);

/** The fields of a budget, which every strategy takes for its chains. */
export const budgetNames: readonly string[] = fieldsAt(budgetSchema, []);
