import type { Counting } from './count.ts';

const order: readonly Counting[] = ['exact', 'reported', 'estimated'];

/** What may be claimed of a sum: the least certain of its parts. */
export function weakestCounting(...parts: readonly Counting[]): Counting {
  return order[Math.max(0, ...parts.map((part) => order.indexOf(part)))] ?? 'exact';
}
