import { MullError } from '../core/mull-error.ts';
import { countVotes } from './count-votes.ts';
import { type ScoredOptions, scoredSamples } from './scored-samples.ts';
import type { Scorer } from './scorer.ts';
import type { Strategy } from './strategy.ts';

/**
 * Takes the answer whose samples together have the highest score (weighted majority).
 *
 * @throws (when played) E_SCORER_FAULT for a negative score
 */
export function weighted(options: ScoredOptions = {}): Strategy {
  const { text, draws, draw, score } = scoredSamples('weighted', options);
  return {
    text,
    draws,
    *play(facts) {
      const { samples, ballots, scores } = yield* draw(facts);
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
