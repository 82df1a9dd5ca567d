import type { ThinkResult } from '../../core/events.ts';
import type { Receipt } from '../../core/receipt.ts';
import type { BranchRecord } from '../../core/run-record.ts';
import type { Spent } from '../../core/spent.ts';
import type { Vote } from '../../core/vote.ts';
import type { Warning } from '../../core/warning.ts';
import type { ServedBudget } from '../request/server-request.ts';

/** The receipt of a run that was asked for over HTTP. */
export interface ServedReceipt extends Receipt {
  /** Where each field of its budget came from, and what a ceiling made of it. */
  readonly asked: ServedBudget['sources'];
  /** Where a strategy ran several chains; the rest of the receipt is that of the chosen one. */
  readonly strategy?: {
    /** In its text form. */
    readonly text: string;
    readonly votes: readonly Vote[];
    readonly chains: readonly (Pick<BranchRecord, 'answer' | 'state'> & { readonly thinkingTokens: number })[];
    /** What all chains together cost. */
    readonly total: Spent | undefined;
  };
}

export function servedReceipt(
  { receipt, strategy, votes = [], branches = [], total }: ThinkResult,
  served: { readonly budget: ServedBudget; readonly warnings: readonly Warning[] },
): ServedReceipt {
  return {
    ...receipt,
    warnings: [...served.warnings, ...served.budget.warnings, ...receipt.warnings],
    asked: served.budget.sources,
    ...(strategy === undefined
      ? {}
      : {
          strategy: {
            text: strategy,
            votes,
            chains: branches.map(({ answer, state, receipt: own }) => ({
              answer,
              state,
              thinkingTokens: own?.thinkingTokens ?? 0,
            })),
            total,
          },
        }),
  };
}
