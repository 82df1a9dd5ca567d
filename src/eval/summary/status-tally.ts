import { noStatuses } from '../../core/no-statuses.ts';
import type { SampleStatus } from '../../core/run-record.ts';
import { accuracyOverQuestions } from '../metrics/accuracy-over-questions.ts';
import { type QuestionTally, questionTally } from './question-tally.ts';
import type { StatusFigures } from './run-summary.ts';

/** Counts what became of samples. */
export interface StatusTally {
  add(status: SampleStatus, question: number): void;
  figures(questions: number): StatusFigures;
  readonly questions: QuestionTally;
}

export function statusTally(): StatusTally {
  const statuses = noStatuses();
  const questions = questionTally();
  const atBest = questionTally();
  return {
    questions,
    add(status, question) {
      statuses[status] += 1;
      if (status === 'error') return;
      questions.add(question, status === 'right');
      atBest.add(question, status === 'right' || status === 'truncated');
    },
    figures(count) {
      const samples = Object.values(statuses).reduce((sum, times) => sum + times, 0);
      const answered = samples > statuses.error;
      return {
        samples,
        statuses: { ...statuses },
        accuracy: answered ? accuracyOverQuestions(questions.counts(count)) : null,
        ceiling: answered ? accuracyOverQuestions(atBest.counts(count)) : null,
      };
    },
  };
}
