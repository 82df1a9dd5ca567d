/**
 * `mull/ai-sdk`: budgets for the AI SDK. Free of Node-only modules as long as engines are not opened by name.
 *
 * @module
 */
import { createMull, type MullProvider } from './ai-sdk/create-mull.ts';

export { type CreateMullOptions, createMull, type MullProvider, type MullSettings } from './ai-sdk/create-mull.ts';
export { type BudgetMiddlewareOptions, budgetMiddleware } from './ai-sdk/middleware/budget-middleware.ts';
export type { Continuation } from './ai-sdk/middleware/continuation.ts';
export type { MullOptions } from './ai-sdk/mull-options.ts';

/** The provider that opens engines by name: `mull('pebble', { budget: { waits: 2 } })`. Needs Node. */
export const mull: MullProvider = createMull();
