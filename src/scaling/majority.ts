import type { Ask } from './ask.ts';
import { ballotOf, countVotes } from './count-votes.ts';
import { forced } from './forced.ts';
import { openBranches, Samples } from './samples.ts';
import { shareOf } from './share-of.ts';
import type { Strategy } from './strategy.ts';
import { strategyText } from './strategy-text.ts';

export interface MajorityOptions {
  /** How many answers vote, default 8. */
  readonly samples?: number;
  /** Most thinking and answer tokens of all together, shared out evenly; absent: the budget alone bounds each. */
  readonly tokens?: number;
  /** What each sample is, default one forced chain. */
  readonly of?: Strategy;
}

/** Takes the answer that most of several samples give (self-consistency; the paper's parallel scaling, section 4.2). */
export function majority(options: MajorityOptions = {}): Strategy {
  const { samples: count = 8, tokens, of = forced() } = options;
  return {
    text: strategyText('majority', { samples: count, tokens }, of),
    draws: count > 1,
    *play(facts) {
      const samples = new Samples();
      const budget = shareOf(facts.budget, tokens, count);
      let asks: readonly Ask[] = openBranches(facts, of, { from: 0, to: count, budget });
      let votes = countVotes([]);
      while (samples.ended < count) {
        samples.add(yield asks);
        votes = countVotes(samples.done.flatMap(([branch, result]) => ballotOf(branch, result) ?? []));
        asks = [{ type: 'vote', votes }];
      }
      return samples.elect(votes);
    },
  };
}
