import { countVotes } from './count-votes.ts';
import { drawAll } from './draw-all.ts';
import { forced } from './forced.ts';
import type { Samples } from './samples.ts';
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
  const tally = (samples: Samples) => countVotes(samples.ballots());
  return {
    text: strategyText('majority', { samples: count, tokens }, of),
    draws: count > 1,
    *play(facts) {
      const samples = yield* drawAll(facts, of, { count, tokens, tally });
      return samples.elect(tally(samples));
    },
  };
}
