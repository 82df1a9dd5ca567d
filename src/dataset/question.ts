import type { RecordedQuestion } from '../core/run-record.ts';

/** A question of a data set. */
export interface Question extends RecordedQuestion {
  /** The first 16 digits of the SHA-256 of question and gold answer: whether it is still the same one. */
  readonly hash: string;
}
