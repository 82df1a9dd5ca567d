import type { MullError } from '../core/mull-error.ts';
import type { Draw, ReadAt, RowResult } from './decoder.ts';
import type { SequenceState } from './sequence-state.ts';

/** Something that wants tokens of a sequence evaluated: a generation, or the feeding of what was appended. */
export interface Task {
  readonly state: SequenceState;
  /** Set by the scheduler: who came first is served first. */
  arrival: number;
  /** Has no use for a batch now: its reader is too far behind. */
  readonly parked: boolean;
  /** First token to evaluate: `state.valid`, or an earlier one whose logits are needed again. */
  readonly from: number;
  /** End of the tokens to evaluate, behind `from`. */
  readonly until: number;
  /** What to draw behind the token before `until`. */
  draw(): Draw | undefined;
  /** What to read in a row of the tokens `from` to `end`. */
  reads(from: number, end: number): readonly ReadAt[] | undefined;
  accept(result: RowResult): void;
  fail(error: MullError): void;
}
