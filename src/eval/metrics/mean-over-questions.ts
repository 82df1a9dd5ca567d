import { checkCount } from './check-option.ts';

export interface MeanOverQuestions {
  readonly value: number;
  /** Sample standard deviation / sqrt(questions): how far another draw of questions would typically be. 0 for one question. */
  readonly standardError: number;
  readonly questions: number;
}

/**
 * The mean of one value per question (pass@k, maj@k, best-of-n, tokens) with its standard error.
 *
 * Questions are the unit that was sampled: eight samples of one question are not eight questions, so samples are
 * first made one value per question and only then averaged.
 */
export function meanOverQuestions(values: readonly number[]): MeanOverQuestions {
  checkCount('the number of questions', values.length, 1);
  const value = values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = values.reduce((sum, each) => sum + (each - value) ** 2, 0);
  const standardError = values.length === 1 ? 0 : Math.sqrt(squares / (values.length - 1) / values.length);
  return { value, standardError, questions: values.length };
}
