import type { ThinkEvent } from './events.ts';
import type { Receipt } from './receipt.ts';
import type { sampleStatuses } from './sample-statuses.ts';
import type { Vote } from './vote.ts';

/**
 * What became of one sample. Kept apart because they mean different things: a truncated answer is not a wrong one.
 *
 * `right`, `wrong`: graded · `truncated`: the answer reached its cap · `no-answer`: it ended without one ·
 * `error`: it never got that far
 */
export type SampleStatus = (typeof sampleStatuses)[number];

/** A place in the thinking where mull stepped in. */
export type ForcedMark = Omit<Extract<ThinkEvent, { type: 'forced' }>, 'type'> & {
  /** Characters of `thinking` before the forced text. */
  readonly offset: number;
};

/** One chain of a sample that took several, as voting does. */
export interface BranchRecord {
  /** Its number among the chains, from 0, in the order in which they were begun. */
  readonly branch: number;
  readonly seed: number;
  readonly answer: string;
  readonly thinking: string;
  /** Absent where it never got as far as its prompt. */
  readonly receipt?: Receipt;
  /** What became of it: it ended, was stopped because it no longer mattered, or failed. */
  readonly state: 'done' | 'stopped' | 'failed';
  /** Tokens of answers that were probed for in its mid-thought. */
  readonly probeTokens?: number;
  /** What a scorer or its own log-probabilities made of it; higher is better. */
  readonly score?: number;
  readonly error?: { readonly code: string; readonly message: string };
}

/** A question as records keep it. */
export interface RecordedQuestion {
  readonly id: string;
  /** As it was put to the model, choices and all, without the system message. */
  readonly text: string;
  readonly gold: string;
  readonly level?: string;
  readonly subject?: string;
  /** The sign by which a benchmark asks to be kept out of training data; it goes wherever the question goes. */
  readonly canary?: string;
}

/** Tokens of one sample, all branches together. */
export interface RecordedTokens {
  readonly prompt: number;
  readonly cached: number;
  readonly thinking: number;
  readonly forced: number;
  readonly answer: number;
  /** Of answers that were probed for in mid-thought; absent: none. In none of the others. */
  readonly probe?: number;
}

/** One sample of one question in one setting: a line of a run's records. */
export interface RunRecord {
  /** Unique in its run: question, setting and sample. */
  readonly key: string;
  readonly question: RecordedQuestion;
  /** Name of the setting in the plan, `max=500 waits=2`. */
  readonly setting: string;
  /** 0 for the first sample of a question in a setting. */
  readonly sample: number;
  readonly seed: number;
  /** Which session of the plan it was made in, from 0: engine, abilities and versions stand there. */
  readonly session: number;
  readonly status: SampleStatus;
  /** SHA-256 of the messages that were sent, as JSON, hexadecimal. */
  readonly promptHash?: string;
  readonly answer: string;
  readonly thinking: string;
  readonly forced: readonly ForcedMark[];
  readonly finishReason?: 'stop' | 'length' | 'tool-call';
  /** What was taken for the answer and why, and how it was judged. */
  readonly extraction?: { readonly text: string; readonly rule: string };
  readonly verdict?: { readonly equal: boolean; readonly reason: string; readonly by: string };
  readonly receipt?: Receipt;
  readonly tokens: RecordedTokens;
  /** Every chain of a strategy; answer, thinking and receipt above are those of the one that was taken. */
  readonly branches?: readonly BranchRecord[];
  /** What the chains answered, the heaviest first. */
  readonly votes?: readonly Vote[];
  /** Wall-clock seconds this sample took, and when it began (ISO 8601). */
  readonly seconds: number;
  readonly startedAt: string;
  /** In the currency of the price table; absent without one. */
  readonly cost?: number;
  readonly error?: { readonly code: string; readonly message: string };
  /** 1, or more where errors were tried again. */
  readonly attempts: number;
}
