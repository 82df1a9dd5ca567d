import type { EndedBy } from '../core/receipt.ts';
import type { Warning } from '../core/warning.ts';
import { atMost } from './at-most.ts';
import { branchSeed } from './branch-seed.ts';
import { ballotOf } from './count-votes.ts';
import { forced } from './forced.ts';
import { Samples } from './samples.ts';
import type { Strategy } from './strategy.ts';
import { strategyText } from './strategy-text.ts';

export interface RejectionOptions {
  /** Thinking tokens within which a sample has to end by itself. */
  readonly within: number;
  /** Most samples, default 16; the paper's code has no bound and needed 655 on average for 3,500 tokens. */
  readonly tries?: number;
  readonly of?: Strategy;
}

/** Ends of thinking that the model did not make. */
const cutBy: ReadonlySet<EndedBy> = new Set(['max', 'context', 'time', 'loop', 'user', 'settled']);

/**
 * Samples until the thinking is short enough by itself (rejection sampling, the paper's section 5.3). Where no try is,
 * the first is taken, cut at the bound, with a warning.
 */
export function rejection(options: RejectionOptions): Strategy {
  const { within, tries = 16, of = forced() } = options;
  return {
    text: strategyText('rejection', { within, tries }, of),
    draws: tries > 1,
    *play(facts) {
      const samples = new Samples();
      // One token more than allowed is enough to know that a sample is too long, as in the paper's code.
      const most = atMost(facts.budget, within + 1);
      for (let branch = 0; branch < tries; branch += 1) {
        const seed = branchSeed(facts.seed, branch);
        const result = samples.add(yield [{ type: 'open', branch, seed, of, budget: { max: most } }]);
        if (result === undefined) continue;
        const { thinkingTokens, endedBy } = result.receipt;
        const accepted = thinkingTokens <= within && !cutBy.has(endedBy) && ballotOf(branch, result) !== undefined;
        if (accepted) return samples.elect([], branch);
      }
      const rejected: Warning = {
        code: 'W_REJECTED_ALL',
        message: `None of ${tries} samples ended its thinking by itself within ${within} tokens; the first of them is given, cut.`,
      };
      const outcome = samples.elect([], samples.done[0]?.[0]);
      return { ...outcome, warnings: [...(outcome.warnings ?? []), rejected] };
    },
  };
}
