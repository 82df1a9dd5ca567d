import type { RunRecord, SampleStatus } from '../../core/run-record.ts';
import { grade } from '../../grade/grade.ts';
import type { GradeOptions } from '../../grade/options.ts';

/** What became of an answer, and why. */
export type Judgement = Pick<RunRecord, 'extraction' | 'verdict'> & { readonly status: SampleStatus };

/** What is judged of a sample. */
export type Judged = Pick<RunRecord, 'answer' | 'finishReason' | 'receipt' | 'question'>;

/**
 * The status of a sample that was answered in some way. An answer that reached its cap is truncated whatever stands in
 * it: its verdict is kept, but nobody knows where it would have led. An answer in which nothing can be found to compare
 * is none.
 */
export function judgeSample(judged: Judged, options: GradeOptions = {}): Judgement {
  const { answer, finishReason, question, receipt } = judged;
  // The words that lead into an answer are none.
  const isEmpty = receipt?.warnings.some(({ code }) => code === 'W_ANSWER_EMPTY') ?? false;
  const verdict = grade(question.gold, isEmpty ? '' : answer, options);
  const { equal, reason, by, answer: extraction } = verdict;
  const found = extraction.rule === 'none' ? undefined : { text: extraction.text, rule: extraction.rule };
  const status =
    finishReason === 'length' ? 'truncated' : found === undefined ? 'no-answer' : equal ? 'right' : 'wrong';
  return { status, verdict: { equal, reason, by }, ...(found ? { extraction: found } : {}) };
}
