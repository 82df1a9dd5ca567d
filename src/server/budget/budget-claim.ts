import type { Effort } from '../../core/effort.ts';

/** What one field of a request says of the budget. */
export type BudgetClaim = { readonly field: string } & (
  | { readonly means: 'max'; readonly value: number | 'auto' }
  | { readonly means: 'effort'; readonly value: Effort }
  | { readonly means: 'switch'; readonly value: boolean }
  | { readonly means: 'finish'; readonly value: string }
);
