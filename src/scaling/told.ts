import type { ThinkResult } from '../core/events.ts';
import type { MullError } from '../core/mull-error.ts';
import type { Pause, ProbedAnswer } from '../forcing/overseer.ts';
import type { Confidence } from './confidence.ts';

/** What a strategy is told, one thing for each of its asks that wants to know something. */
export type Told = Ended | Held | Probed | Scored;

/** A branch is over. */
export type Ended =
  | { readonly type: 'done'; readonly branch: number; readonly result: BranchResult }
  /** It was asked to, fell below the confidence it had to have, or the user wants the answer now. */
  | { readonly type: 'stopped'; readonly branch: number }
  | { readonly type: 'failed'; readonly branch: number; readonly error: MullError };

/** What a branch came to. */
export interface BranchResult extends ThinkResult {
  /** Of all chains of the run, the number of the one whose answer this is. */
  readonly chain: number;
  /** Thinking, answer and probe tokens of everything below it. */
  readonly tokens: number;
  /** Seconds from its beginning to its end. */
  readonly seconds: number;
  /** Where it was measured. */
  readonly confidence?: Confidence;
}

/** A chain stopped to be looked at. */
export interface Held extends Omit<Pause, 'probe'> {
  readonly type: 'held';
  readonly branch: number;
}

interface Probed {
  readonly type: 'probed';
  readonly branch: number;
  readonly answers: readonly ProbedAnswer[];
}

interface Scored {
  readonly type: 'scored';
  /** One per branch, in the order asked; higher is better. */
  readonly scores: readonly number[];
}
