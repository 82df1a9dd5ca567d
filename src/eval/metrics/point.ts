/** One evaluation run of a series: so many thinking tokens, so many right answers. */
export interface Point {
  /** Average thinking tokens per question. */
  readonly tokens: number;
  /** Right answers. */
  readonly correct: number;
  /** Questions. */
  readonly n: number;
  /** Whether each question was answered right, in the same order in every run. With these the tests are paired. */
  readonly outcomes?: readonly boolean[];
}

/** Accuracy in percent from the exact fraction: 8 of 30 is 26.666..., not 26.7. */
export function percentRight(point: Point): number {
  return (100 * point.correct) / point.n;
}

/** The unit in which thinking is measured: one more is twice the tokens. */
export function doublings(point: Point): number {
  return Math.log2(point.tokens);
}
