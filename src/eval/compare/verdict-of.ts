import type { Comparison } from './comparison.ts';

/** What a comparison shows at 5 %. */
export function verdictOf(p: number, difference: number): Comparison['verdict'] {
  if (p > 0.05) return 'unclear';
  return difference > 0 ? 'better' : 'worse';
}
