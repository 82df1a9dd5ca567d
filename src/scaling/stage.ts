import type { ThinkEvent } from '../core/events.ts';
import type { BranchRecord } from '../core/run-record.ts';
import type { ThinkOptions } from '../forcing/think.ts';
import type { ChainBranch } from './chain-branch.ts';
import type { Spending } from './spending.ts';

/** What everything in one run of a strategy shares. */
export interface Stage {
  /** As the caller gave them, the temperature chosen. */
  readonly options: ThinkOptions;
  readonly seed: number;
  readonly temperature: number;
  /** Aborted when the run is over or no longer wanted. */
  readonly signal: AbortSignal;
  readonly spending: Spending;
  /** Every chain that was begun, by number. */
  readonly records: BranchRecord[];
  /** Chains that are running. */
  readonly live: Set<ChainBranch>;
  /** The user wants the answer now: no more chains are begun. */
  hurried: boolean;
  emit(event: ThinkEvent): void;
}
