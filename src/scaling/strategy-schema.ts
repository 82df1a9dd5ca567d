import { z } from 'zod';
import { strategyNames } from './strategy-table.ts';

/**
 * A strategy as data, for recipes, configuration and requests: its name with its fields beside it. `of` names what its
 * branches are; fields that are not its own are those of its branches, down to the budget of every chain.
 *
 * @example { name: 'majority', samples: 8, waits: 2 }
 */
export interface StrategyData {
  readonly name: string;
  readonly of?: string | StrategyData;
  readonly [field: string]: unknown;
}

/** The form alone: `readStrategy` checks the fields, and says which is wrong and what was probably meant. */
export const strategySchema: z.ZodType<string | StrategyData> = z.union(
  [z.string(), z.looseObject({ name: z.enum(strategyNames) })],
  'must be a strategy such as "majority:samples=8", or an object with its name',
);
