import { checkCount, checkShare } from './check-option.ts';
import { normalUpperTail } from './normal-distribution.ts';

/**
 * One-sided p of "the later run gains at least `margin` over the earlier one" for two runs over the same questions:
 * small means that the gain is shown to be below the margin.
 *
 * Score test of Tango (Statistics in Medicine 17, 1998). Unlike the bootstrap it is not certain when the runs never
 * disagree: 30 questions without a difference leave a p of 0.10 at a margin of 0.05.
 *
 * @param onlyLater - questions that only the later run has right
 * @param onlyEarlier - questions that only the earlier run has right
 * @param margin - a fraction: 0.05 is five percentage points
 */
export function pairedGainBelowMargin(
  counts: { onlyLater: number; onlyEarlier: number; questions: number },
  margin: number,
): number {
  const { onlyLater, onlyEarlier, questions } = counts;
  checkShare('margin', margin);
  checkCount('questions', questions, 1);
  checkCount('onlyLater', onlyLater, 0, questions);
  checkCount('onlyEarlier', onlyEarlier, 0, questions - onlyLater);
  // The likeliest share of questions only the earlier run has right, if the true gain is exactly the margin: the
  // larger root of 2 n q^2 + b q + c.
  const b = -onlyLater - onlyEarlier + (2 * questions - onlyLater + onlyEarlier) * margin;
  const c = -onlyEarlier * margin * (1 - margin);
  const share = (Math.sqrt(b * b - 8 * questions * c) - b) / (4 * questions);
  const variance = questions * (2 * share + margin * (1 - margin));
  const z = (onlyLater - onlyEarlier - questions * margin) / Math.sqrt(variance);
  return normalUpperTail(-z);
}
