import type { Ask } from './ask.ts';
import type { Ballot } from './count-votes.ts';
import { drawAll } from './draw-all.ts';
import { forced } from './forced.ts';
import { measureFor, type Samples } from './samples.ts';
import type { Scorer } from './scorer.ts';
import { selfCertainty } from './self-certainty.ts';
import type { Facts, Strategy } from './strategy.ts';
import { strategyText } from './strategy-text.ts';
import type { Told } from './told.ts';

export interface ScoredOptions {
  /** How many answers are scored, default 8. */
  readonly samples?: number;
  /** What says how good they are, default how sure the model was of its thinking. */
  readonly score?: Scorer;
  /** Most thinking and answer tokens of all together, shared out evenly. */
  readonly tokens?: number;
  readonly of?: Strategy;
}

/** Samples whose answers have a score each, for strategies that differ in what they make of the scores. */
export interface ScoredSamples {
  readonly samples: Samples;
  /** Empty where no answer can vote. */
  readonly ballots: readonly Ballot[];
  /** One per ballot; higher is better. */
  readonly scores: readonly number[];
}

/** What strategies that score answers have in common: all but what they make of the scores. */
export interface Scored extends Pick<Strategy, 'text' | 'draws'> {
  readonly score: Scorer;
  draw(facts: Facts): Generator<readonly Ask[], ScoredSamples, Told>;
}

/** @param name - of the strategy, for its text form */
export function scoredSamples(name: 'best-of' | 'weighted', options: ScoredOptions): Scored {
  const { samples: count = 8, score = selfCertainty, tokens, of = forced() } = options;
  return {
    score,
    text: strategyText(name, { samples: count, score: score.name, tokens }, of),
    draws: count > 1,
    *draw(facts) {
      const samples = yield* drawAll(facts, of, { count, tokens, chain: measureFor(score) });
      const ballots = samples.ballots();
      if (ballots.length === 0) return { samples, ballots, scores: [] };
      const told = yield [{ type: 'score', branches: ballots.map(({ branch }) => branch), scorer: score }];
      return { samples, ballots, scores: told.type === 'scored' ? told.scores : [] };
    },
  };
}
