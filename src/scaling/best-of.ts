import { countVotes } from './count-votes.ts';
import { drawAll } from './draw-all.ts';
import { forced } from './forced.ts';
import { measureFor } from './samples.ts';
import type { Scorer } from './scorer.ts';
import { selfCertainty } from './self-certainty.ts';
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
      const samples = yield* drawAll(facts, of, { count, tokens, chain: measureFor(score) });
      const ballots = samples.ballots();
      if (ballots.length === 0) return samples.elect([]);
      const told = yield [{ type: 'score', branches: ballots.map(({ branch }) => branch), scorer: score }];
      const scores = told.type === 'scored' ? told.scores : [];
      const best = ballots[scores.indexOf(Math.max(...scores))];
      return samples.elect(countVotes(ballots), best?.branch);
    },
  };
}
