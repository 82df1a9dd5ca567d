import type { BudgetFields } from '../core/budget.ts';
import { branchSeed } from './branch-seed.ts';
import { holdOf, outcomeOfChain, probedAnswers } from './one-chain.ts';
import { isStable } from './probing.ts';
import type { Strategy } from './strategy.ts';
import { strategyText } from './strategy-text.ts';

export interface DoubtingOptions {
  /** Answers that are drawn where the model would end its thinking, default 3. */
  readonly probes?: number;
  /** Most suppressed ends of thinking, default those of the call's budget, else 4. */
  readonly waits?: number;
  /** Most tokens of a drawn answer, default 20. */
  readonly probe?: number;
  readonly budget?: Omit<BudgetFields, 'waits'>;
}

/** Waits where nobody says how many. */
export const usualWaits: number = 4;

/** "Think more" only where it is needed: an end of thinking is suppressed if answers drawn from there disagree. */
export function doubting(options: DoubtingOptions = {}): Strategy {
  const { probes = 3, waits, probe: maxTokens = 20, budget = {} } = options;
  return {
    text: strategyText('doubting', { probes, waits, probe: maxTokens, ...budget }),
    draws: false,
    *play({ seed, temperature: usual, budget: outer }) {
      const most = waits ?? outer.waits ?? usualWaits;
      const chain = { pauses: { probes } };
      let told = yield [{ type: 'open', branch: 0, seed, budget: { ...budget, waits: 0 }, chain }];
      for (let held = holdOf(told); held !== undefined; held = holdOf(told)) {
        let more = held.suppressions < most;
        if (more) {
          const from = held.suppressions * probes;
          const seeds = Array.from({ length: probes }, (_, index) => branchSeed(seed, 1 + from + index));
          // At temperature 0 they could not disagree.
          const temperature = usual > 0 ? usual : 1;
          more = !isStable(probedAnswers(yield [{ type: 'probe', branch: 0, seeds, maxTokens, temperature }]), probes);
        }
        told = yield [{ type: 'continue', branch: 0, direction: { go: more ? 'wait' : 'answer' } }];
      }
      return outcomeOfChain(told);
    },
  };
}
