import { noStatuses } from '../../core/no-statuses.ts';
import type { SampleStatus } from '../../core/run-record.ts';
import { accuracyOverQuestions, type QuestionCounts } from '../metrics/accuracy-over-questions.ts';
import { questionTally } from './question-tally.ts';
import type { StatusFigures } from './run-summary.ts';

/** Counts what became of samples. */
export interface StatusTally {
  add(status: SampleStatus, question: number): void;
  /** Over the first `questions` questions, with how often each was answered and answered right. */
  summary(questions: number): { readonly figures: StatusFigures; readonly counts: readonly QuestionCounts[] };
}

export function statusTally(): StatusTally {
  const statuses = noStatuses();
  const questions = questionTally();
  const atBest = questionTally();
  return {
    add(status, question) {
      statuses[status] += 1;
      if (status === 'error') return;
      questions.add(question, status === 'right');
      atBest.add(question, status === 'right' || status === 'truncated');
    },
    summary(count) {
      const counts = questions.counts(count);
      const samples = Object.values(statuses).reduce((sum, times) => sum + times, 0);
      const answered = samples > statuses.error;
      const figures: StatusFigures = {
        questions: counts.filter((each) => each.samples > 0).length,
        samples,
        statuses: { ...statuses },
        accuracy: answered ? accuracyOverQuestions(counts) : null,
        ceiling: answered ? accuracyOverQuestions(atBest.counts(count)) : null,
      };
      return { figures, counts };
    },
  };
}
