import { MullError } from '../core/mull-error.ts';
import type { Scorer } from './scorer.ts';

/** How sure the model was of its thinking, by its own log-probabilities: the mean confidence of all its tokens. */
export const selfCertainty: Scorer = {
  name: 'certainty',
  needsConfidence: true,
  score: (candidates) =>
    candidates.map(({ confidence }) => {
      // A chain without a sampled thinking token has nothing to be sure of.
      if (confidence === undefined) throw nothingMeasured();
      return confidence;
    }),
};

function nothingMeasured(): MullError {
  return new MullError('E_SCORER_FAULT', 'A chain without thinking tokens has no certainty to compare.', {
    hint: 'Give the chains something to think (budget.max above 0), or use another scorer.',
  });
}
