import type { BudgetFields } from '../core/budget.ts';
import { outcomeOfChain } from './one-chain.ts';
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
      return outcomeOfChain(yield [{ type: 'open', branch: 0, seed, budget }]);
    },
  };
}
