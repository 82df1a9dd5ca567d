import type { BudgetFields } from '../core/budget.ts';
import { branchSeed } from './branch-seed.ts';
import { endOf, nothingRan } from './samples.ts';
import type { Strategy } from './strategy.ts';
import { strategyText } from './strategy-text.ts';

/**
 * One chain under budget forcing: what `think` does without a strategy, as a part of others.
 *
 * @param budget - laid over that of the call
 */
export function forced(budget: BudgetFields = {}): Strategy {
  return {
    text: strategyText('forced', budget),
    draws: false,
    *play({ seed }) {
      const told = endOf(yield [{ type: 'open', branch: 0, seed: branchSeed(seed, 0), budget }]);
      if (told.type === 'failed') throw told.error;
      if (told.type === 'stopped') throw nothingRan();
      return { chosen: 0 };
    },
  };
}
