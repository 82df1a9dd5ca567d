/** How the thinking of a measured setting ends: what its mark in a figure looks like. */
export type PointKind = 'cut' | 'natural' | 'waits' | 'other';

/** A setting of a run as a point of a figure. */
export interface FigurePoint {
  /** Mean thinking tokens; mean tokens of everything where the series says so. */
  readonly tokens: number;
  /** From 0 to 1, with its interval; published figures may have none. */
  readonly accuracy: number;
  readonly interval?: { readonly low: number; readonly high: number };
  /**
   * `cut`: at most so many tokens · `natural`: nothing was asked · `waits`: told to go on · `other`: another method
   * with a knob of its own
   */
  readonly kind: PointKind;
  /** Whole name, for tooltips: `max=500`. */
  readonly label: string;
  /** The maximum that was asked for: where the axis gets its ticks. */
  readonly max?: number;
  readonly waits?: number;
  /** Samples behind the accuracy. */
  readonly samples?: number;
  /** Where a click leads. */
  readonly href?: string;
}

/** One line of a figure. */
export interface FigureSeries {
  readonly name: string;
  /** In the order in which the line connects them. */
  readonly points: readonly FigurePoint[];
  /** Whether tokens are those of all chains, answers and probes included, by which strategies are compared. */
  readonly ofAllChains?: boolean;
  /** Whether the figures are another's: drawn behind ours. */
  readonly published?: boolean;
}
