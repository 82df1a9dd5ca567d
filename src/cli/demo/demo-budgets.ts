import type { BudgetFields } from '../../core/budget.ts';

/** The budgets of the demo's curve: maximums, then the natural end and Waits. */
export const demoBudgets: readonly BudgetFields[] = [
  ...[0, 8, 16, 24, 32, 48, 64].map((max) => ({ max })),
  ...[0, 1, 2, 3, 4].map((waits) => (waits === 0 ? {} : { waits })),
];

/** The maximum and the Waits of the demo's one example. */
export const shortMaximum = 16;
export const exampleWaits = 3;
