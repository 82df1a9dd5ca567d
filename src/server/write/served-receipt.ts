import type { Receipt } from '../../core/receipt.ts';
import type { Warning } from '../../core/warning.ts';
import type { ServedBudget } from '../request/server-request.ts';

/** The receipt of a run that was asked for over HTTP: where each field of its budget came from, too. */
export interface ServedReceipt extends Receipt {
  readonly asked: ServedBudget['sources'];
}

export function servedReceipt(
  receipt: Receipt,
  served: { readonly budget: ServedBudget; readonly warnings: readonly Warning[] },
): ServedReceipt {
  return {
    ...receipt,
    warnings: [...served.warnings, ...served.budget.warnings, ...receipt.warnings],
    asked: served.budget.sources,
  };
}
