import { type Fact, observed } from '../fact.ts';

/** Whether an answer tells how much of its prompt came from the cache. */
export function cacheCountersIn(events: readonly ({ readonly cached?: number } | undefined)[]): Fact<boolean> {
  const told = events.some((event) => event?.cached !== undefined);
  return observed(told, 'looked for counters in the answer');
}
