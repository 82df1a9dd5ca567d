import type { Extraction } from './extract/extraction.ts';

/** Whether an answer is right, why, and what was compared. */
export interface Verdict {
  readonly equal: boolean;
  /** `equal (exact rational)`, `different (3/4 vs 0.74)`, `unparsed gold`, `no answer` */
  readonly reason: string;
  /** `rules`: decided here · `judge`: a language model said so. */
  readonly by: 'rules' | 'judge';
  /** Names of the rules without which the answers would differ: `unit-dropped`, `any-order`. See docs/grader.md. */
  readonly rules: readonly string[];
  readonly gold: Extraction;
  readonly answer: Extraction;
}
