/** Where a value probably lies. In the unit of the value it belongs to. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** The share of such intervals that contain the true value: 0.95. */
  readonly confidence: number;
}
