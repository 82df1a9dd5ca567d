import { MullError } from '../core/mull-error.ts';
import { countVotes } from './count-votes.ts';
import { drawAll } from './draw-all.ts';
import { forced } from './forced.ts';
import { measureFor } from './samples.ts';
import type { Scorer } from './scorer.ts';
import { selfCertainty } from './self-certainty.ts';
import type { Strategy } from './strategy.ts';
import { strategyText } from './strategy-text.ts';

export interface WeightedOptions {
  /** How many answers vote, default 8. */
  readonly samples?: number;
  /** What each vote weighs, default how sure the model was of its thinking. Scores may not be negative. */
  readonly score?: Scorer;
  /** Most thinking and answer tokens of all together, shared out evenly. */
  readonly tokens?: number;
  readonly of?: Strategy;
}

/** Takes the answer whose samples together have the highest score (weighted majority). */
export function weighted(options: WeightedOptions = {}): Strategy {
  const { samples: count = 8, score = selfCertainty, tokens, of = forced() } = options;
  return {
    text: strategyText('weighted', { samples: count, score: score.name, tokens }, of),
    draws: count > 1,
    *play(facts) {
      const samples = yield* drawAll(facts, of, { count, tokens, chain: measureFor(score) });
      const ballots = samples.ballots();
      if (ballots.length === 0) return samples.elect([]);
      const told = yield [{ type: 'score', branches: ballots.map(({ branch }) => branch), scorer: score }];
      const scores = told.type === 'scored' ? told.scores : [];
      const negative = scores.find((each) => each < 0);
      if (negative !== undefined) throw cannotWeigh(score, negative);
      return samples.elect(countVotes(ballots.map((ballot, index) => ({ ...ballot, weight: scores[index]! }))));
    },
  };
}

function cannotWeigh({ name }: Scorer, score: number): MullError {
  return new MullError(
    'E_SCORER_FAULT',
    `The scorer ${name} gave ${score}, and a vote cannot weigh less than nothing.`,
    {
      hint: 'Give scores of at least 0, or use best-of, which only compares them.',
    },
  );
}
