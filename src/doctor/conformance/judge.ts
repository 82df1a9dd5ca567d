import type { ConformanceVerdict } from './conformance-row.ts';

/** Answers to the same question differ a little on most servers; a change smaller than this part may be chance. */
const chance = 0.1;

/**
 * Whether a maximum of thinking tokens was held. Nothing counts but what was asked and what happened.
 *
 * @param natural - tokens of thinking without a bound, one number per attempt; all above `asked`
 */
export function judgeMaximum(asked: number, happened: number, natural: readonly number[]): ConformanceVerdict {
  if (happened <= asked) return 'held';
  return happened >= Math.min(...natural) * (1 - chance) ? 'ignored' : 'exceeded';
}

/**
 * Whether a minimum was held.
 *
 * @param natural - tokens of thinking without a bound, one number per attempt; all below `asked`
 */
export function judgeMinimum(asked: number, happened: number, natural: readonly number[]): ConformanceVerdict {
  if (happened >= asked) return 'held';
  return happened <= Math.max(...natural) * (1 + chance) ? 'ignored' : 'short';
}

/**
 * Whether the model thought more at the high effort than at the low one, by more than chance.
 *
 * @param natural - tokens of thinking without an effort, one number per attempt; what these differ by, efforts must
 * exceed
 */
export function judgeEffort(low: number, high: number, natural: readonly number[]): ConformanceVerdict {
  const spread = Math.max(...natural) - Math.min(...natural);
  return high - low > Math.max(spread, high * chance) ? 'held' : 'ignored';
}

/** Whether ends of thinking were suppressed. */
export function judgeWaits(asked: number, happened: number): ConformanceVerdict {
  return happened >= asked ? 'held' : 'short';
}
