import type { WarningCode } from '../core/error-codes.ts';
import type { EndedBy } from '../core/receipt.ts';

/** Where a run is and what it has used. Immutable; `decide` returns the next one. */
export interface ForcingState {
  readonly phase: 'start' | 'thinking' | 'header' | 'answer' | 'done';
  /** Sampled tokens inside thinking. */
  readonly sampled: number;
  /** Tokens of messages appended inside thinking. */
  readonly messages: number;
  /** Everything appended after the prompt, delimiters and `finish` included. */
  readonly forced: number;
  /** Tokens of the answer, `finish` included. */
  readonly answer: number;
  readonly suppressions: number;
  /** Suppressions the user asked for while it ran. */
  readonly extraWaits: number;
  /** Which message of the rotation the next suppression appends; undefined: the one whose turn it is. */
  readonly chosen: number | undefined;
  /** Most thinking tokens, where somebody lowered the maximum of the budget. */
  readonly limit: number;
  /** `sampled`, or in the answer `answer`, when the running generation began: its tokens come on top of this. */
  readonly segmentStart: number;
  /** Generations of thinking so far. */
  readonly segments: number;
  /** `sampled` when the model last began to think anew, not merely went on after a pause. */
  readonly resumedAt: number;
  /** Of them, how many in a row up to the last sampled nothing; the first does not count. */
  readonly fruitless: number;
  /** The message was already appended once as a way out of a loop. */
  readonly loopEscaped: boolean;
  /** How often thinking was opened again inside the answer. */
  readonly reopened: number;
  /** Thinking is to end as soon as possible: the user asked, the deadline passed, or the answer is settled. */
  readonly asked: 'nothing' | 'user' | 'time' | 'settled';
  /** The last end of thinking; undefined while none has come. */
  readonly endedBy: EndedBy | undefined;
  readonly warnings: readonly WarningCode[];
}

export const initialState: ForcingState = {
  phase: 'start',
  sampled: 0,
  messages: 0,
  forced: 0,
  answer: 0,
  suppressions: 0,
  extraWaits: 0,
  chosen: undefined,
  limit: Number.POSITIVE_INFINITY,
  segments: 0,
  segmentStart: 0,
  resumedAt: 0,
  fruitless: 0,
  loopEscaped: false,
  reopened: 0,
  asked: 'nothing',
  endedBy: undefined,
  warnings: [],
};
