import type { Interval } from './interval.ts';
import { wilsonInterval } from './wilson-interval.ts';

export interface Accuracy {
  readonly right: number;
  readonly total: number;
  /** right / total, a fraction from 0 to 1. */
  readonly value: number;
  readonly interval: Interval;
}

/** The share of right answers with its Wilson interval. An accuracy without its interval invites over-reading. */
export function accuracy(right: number, total: number, options: { confidence?: number } = {}): Accuracy {
  const interval = wilsonInterval(right, total, options);
  return { right, total, value: right / total, interval };
}
