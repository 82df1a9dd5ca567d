import type { EndedBy } from '../../core/receipt.ts';
import type { BranchRecord, ForcedMark, RunRecord, SampleStatus } from '../../core/run-record.ts';

/** Statuses by the number that stands for them in a page. */
export const pageStatuses: readonly SampleStatus[] = ['right', 'wrong', 'truncated', 'no-answer', 'error'];

/** Ends of thinking by the number that stands for them; 0 is unknown. */
export const pageEndings: readonly (EndedBy | '')[] = [
  '',
  'model',
  'max',
  'time',
  'loop',
  'user',
  'context',
  'tool',
  'none',
  'settled',
];

/** Samples whose texts stand in one compressed piece of a page. */
export const samplesPerChunk = 64;

/** What a page needs to know of all samples to list, filter and sort them; a list per property, to be small. */
export interface PageIndex {
  readonly runs: readonly PageRun[];
}

export interface PageRun {
  readonly label: string;
  readonly settings: readonly string[];
  readonly questions: readonly PageQuestion[];
  /** Whether questions, thinking and answers were left out because they must not become public. */
  readonly confidential: boolean;
  readonly samples: PageColumns;
}

export interface PageQuestion {
  readonly id: string;
  readonly text: string;
  readonly gold: string;
  readonly level?: string;
  readonly subject?: string;
}

/** The samples of a run; the n-th entry of every list belongs to the n-th sample. */
export interface PageColumns {
  /** Index of the question, of the setting, and the number of the sample. */
  readonly question: readonly number[];
  readonly setting: readonly number[];
  readonly sample: readonly number[];
  readonly status: readonly number[];
  readonly thinking: readonly number[];
  readonly answer: readonly number[];
  readonly cuts: readonly number[];
  readonly waits: readonly number[];
  readonly ending: readonly number[];
  readonly seconds: readonly number[];
  /** What was taken for the answer. */
  readonly extracted: readonly string[];
}

/** The texts of one sample. */
export interface PageText {
  readonly thinking: string;
  readonly answer: string;
  readonly forced: readonly ForcedMark[];
  readonly rule?: string;
  readonly reason?: string;
  readonly warnings?: readonly string[];
  readonly error?: RunRecord['error'];
  readonly branches?: readonly Pick<BranchRecord, 'branch' | 'state' | 'answer' | 'thinking'>[];
  readonly seed: number;
  readonly attempts: number;
}

/** The element that holds the texts of samples from `chunk * samplesPerChunk` on. */
export function chunkId(run: number, chunk: number): string {
  return `texts-${run}-${chunk}`;
}
