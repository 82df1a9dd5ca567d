import { countVotes } from './count-votes.ts';
import { type ScoredOptions, scoredSamples } from './scored-samples.ts';
import type { Strategy } from './strategy.ts';

/** Takes the answer with the highest score (best-of-n); of several with the same score the one sampled first. */
export function bestOf(options: ScoredOptions = {}): Strategy {
  const { text, draws, draw } = scoredSamples('best-of', options);
  return {
    text,
    draws,
    *play(facts) {
      const { samples, ballots, scores } = yield* draw(facts);
      const best = ballots[scores.indexOf(Math.max(...scores))];
      return samples.elect(countVotes(ballots), best?.branch);
    },
  };
}
