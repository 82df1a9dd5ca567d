import type { Ask } from './ask.ts';
import { ballotOf, countVotes } from './count-votes.ts';
import { forced } from './forced.ts';
import { measureFor, openBranches, Samples } from './samples.ts';
import type { Scorer } from './scorer.ts';
import { selfCertainty } from './self-certainty.ts';
import { shareOf } from './share-of.ts';
import type { Strategy } from './strategy.ts';
import { strategyText } from './strategy-text.ts';

export interface BestOfOptions {
  /** How many answers are scored, default 8. */
  readonly samples?: number;
  /** What says how good they are, default how sure the model was of its thinking. */
  readonly score?: Scorer;
  /** Most thinking and answer tokens of all together, shared out evenly. */
  readonly tokens?: number;
  readonly of?: Strategy;
}

/** Takes the answer with the highest score (best-of-n); of several with the same score the one sampled first. */
export function bestOf(options: BestOfOptions = {}): Strategy {
  const { samples: count = 8, score = selfCertainty, tokens, of = forced() } = options;
  return {
    text: strategyText('best-of', { samples: count, score: score.name, tokens }, of),
    draws: count > 1,
    *play(facts) {
      const samples = new Samples();
      const budget = shareOf(facts.budget, tokens, count);
      let asks: readonly Ask[] = openBranches(facts, of, { from: 0, to: count, budget, chain: measureFor(score) });
      while (samples.ended < count) {
        samples.add(yield asks);
        asks = [];
      }
      const ballots = samples.done.flatMap(([branch, result]) => ballotOf(branch, result) ?? []);
      if (ballots.length === 0) return samples.elect([]);
      const told = yield [{ type: 'score', branches: ballots.map(({ branch }) => branch), scorer: score }];
      const scores = told.type === 'scored' ? told.scores : [];
      const best = ballots[scores.indexOf(Math.max(...scores))];
      return samples.elect(countVotes(ballots), best?.branch);
    },
  };
}
