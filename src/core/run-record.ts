import type { ThinkEvent } from './events.ts';
import type { Receipt } from './receipt.ts';

/**
 * What became of one sample. Kept apart because they mean different things: a truncated answer is not a wrong one.
 *
 * `right`, `wrong`: graded · `truncated`: the answer reached its cap · `no-answer`: it ended without one ·
 * `error`: it never got that far
 */
export type SampleStatus = 'right' | 'wrong' | 'truncated' | 'no-answer' | 'error';

/** A place in the thinking where mull stepped in. */
export type ForcedMark = Omit<Extract<ThinkEvent, { type: 'forced' }>, 'type'> & {
  /** Characters of `thinking` before the forced text. */
  readonly offset: number;
};

/** One chain of a sample that took several, as voting does. */
export interface BranchRecord {
  readonly answer: string;
  readonly thinking: string;
  readonly receipt: Receipt;
  /** What became of it: it ended, was stopped because it no longer mattered, or failed. */
  readonly state: 'done' | 'stopped' | 'failed';
}

/** One sample of one question in one setting: a line of a run's records. */
export interface RunRecord {
  /** Unique in its run: question, setting and sample. */
  readonly key: string;
  readonly question: {
    readonly id: string;
    readonly text: string;
    readonly gold: string;
    readonly level?: string;
    readonly subject?: string;
  };
  /** Name of the setting in the plan, `max=500 waits=2`. */
  readonly setting: string;
  /** 0 for the first sample of a question in a setting. */
  readonly sample: number;
  readonly seed: number;
  readonly status: SampleStatus;
  /** SHA-256 of the prompt as it was sent, hexadecimal. */
  readonly promptHash?: string;
  readonly answer: string;
  readonly thinking: string;
  readonly forced: readonly ForcedMark[];
  readonly finishReason?: 'stop' | 'length' | 'tool-call';
  /** What was taken for the answer and why, and how it was judged. */
  readonly extraction?: { readonly text: string; readonly rule: string };
  readonly verdict?: { readonly equal: boolean; readonly reason: string; readonly by: string };
  readonly receipt?: Receipt;
  /** Of all branches together. */
  readonly tokens: {
    readonly prompt: number;
    readonly cached: number;
    readonly thinking: number;
    readonly forced: number;
    readonly answer: number;
  };
  readonly branches?: readonly BranchRecord[];
  /** Wall-clock seconds this sample took, and when it began (ISO 8601). */
  readonly seconds: number;
  readonly startedAt: string;
  /** In the currency of the price table; absent without one. */
  readonly cost?: number;
  readonly error?: { readonly code: string; readonly message: string };
  /** 1, or more where errors were tried again. */
  readonly attempts: number;
}
