import type { BudgetFields } from '../core/budget.ts';
import type { Vote } from '../core/vote.ts';
import type { Direction, ProbeOptions } from '../forcing/overseer.ts';
import type { Scorer } from './scorer.ts';
import type { Strategy } from './strategy.ts';

/**
 * What a strategy asks of the driver. Branches are numbered by the strategy itself.
 *
 * `open`, `continue`, `probe` and `score` are each told one thing; `stop` and `vote` nothing.
 */
export type Ask =
  | Open
  /** Lets a paused chain go on. */
  | { readonly type: 'continue'; readonly branch: number; readonly direction: Direction }
  /** Forces answers from copies of a paused chain. */
  | ({ readonly type: 'probe'; readonly branch: number; readonly seeds: readonly number[] } & ProbeOptions)
  /** Scores the answers of branches that are done. */
  | { readonly type: 'score'; readonly branches: readonly number[]; readonly scorer: Scorer }
  /** A branch no longer matters. What it has written so far counts as spent. */
  | { readonly type: 'stop'; readonly branch: number }
  /** Tells whoever watches how the vote stands. */
  | { readonly type: 'vote'; readonly votes: readonly Vote[] };

/** Begins a branch: a chain, or another strategy with everything below it. */
export interface Open {
  readonly type: 'open';
  readonly branch: number;
  readonly seed: number;
  /** Laid over the budget of this strategy. */
  readonly budget?: BudgetFields;
  /** Laid over how this strategy is to treat its chains. */
  readonly chain?: Chain;
  /** Absent: one chain. */
  readonly of?: Strategy;
}

/** How a chain, one thinking and its answer, is treated besides its budget. Handed down to all chains of a branch. */
export interface Chain {
  /** Text behind the question, after a blank line. */
  readonly instruction?: string;
  /** The chain stops to be looked at: where it would end its thinking, and after every so many sampled tokens. */
  readonly pauses?: { readonly every?: number; readonly probes: number; readonly confidence?: boolean };
  /** In place of that of the run. */
  readonly temperature?: number;
  /** Measures how sure the model is of its tokens; gives the branch its `confidence`. */
  readonly measure?: { readonly window: number; readonly least?: number };
}
