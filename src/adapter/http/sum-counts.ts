import type { Count } from '../../core/count.ts';
import { weakestCounting } from '../../core/weakest-counting.ts';

export function sumCounts(a: Count, b: Count): Count {
  return { value: a.value + b.value, counting: weakestCounting(a.counting, b.counting) };
}
