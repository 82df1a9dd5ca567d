import type { Accuracy } from './accuracy.ts';
import { checkCount, checkShare } from './check-option.ts';
import { wilsonScore } from './wilson-score.ts';

/** How often a question was asked, and answered right. */
export interface QuestionCounts {
  readonly right: number;
  readonly samples: number;
}

/**
 * The share of right answers where questions have several samples each.
 *
 * Eight samples of one question are not eight questions. The interval is Wilson's at the effective number of
 * observations: p(1 - p) divided by the variance between questions (Kish's design effect, 1965). Samples that always
 * agree count as one observation per question, independent ones as one each; with one sample per question it is
 * exactly `accuracy`. Where all samples are right, or none, agreement cannot be told and each question counts once.
 */
export function accuracyOverQuestions(
  questions: Iterable<QuestionCounts>,
  options: { confidence?: number } = {},
): Accuracy {
  const { confidence = 0.95 } = options;
  checkShare('confidence', confidence);
  let count = 0;
  let right = 0;
  let total = 0;
  let rightSquares = 0;
  let products = 0;
  let sampleSquares = 0;
  for (const question of questions) {
    if (question.samples === 0) continue;
    count += 1;
    right += question.right;
    total += question.samples;
    rightSquares += question.right ** 2;
    products += question.right * question.samples;
    sampleSquares += question.samples ** 2;
  }
  checkCount('the number of samples', total, 1);
  const value = right / total;
  // The sum over questions of (right - value * samples) squared, without a second pass.
  const between = Math.max(0, rightSquares - 2 * value * products + value ** 2 * sampleSquares) / total ** 2;
  const extreme = right === 0 || right === total;
  const observations = extreme ? count : Math.min(total, (value * (1 - value)) / between);
  // Equal in theory, and kept from differing by a rounding.
  const independent = count === total ? total : observations;
  return { right, total, value, interval: wilsonScore(value, independent, confidence) };
}
