import { judged } from './judged.ts';
import type { Scorer } from './scorer.ts';
import { selfCertainty } from './self-certainty.ts';

/** Scorers that can be named in text and data. */
export const scorerNames = ['certainty', 'judge'] as const;

export function namedScorer(name: (typeof scorerNames)[number]): Scorer {
  return name === 'certainty' ? selfCertainty : judged();
}
