import { gainBelowMargin } from './gain-below-margin.ts';
import { holm } from './holm.ts';
import { mcnemarOfRuns } from './mcnemar.ts';
import { pairedGainBelowMargin } from './paired-gain-below-margin.ts';
import { pairedOutcomes } from './paired-outcomes.ts';
import type { Point } from './point.ts';
import { type TrendOptions, trendTest } from './trend-test.ts';

export interface SaturatesFrom {
  /** Thinking tokens from which more of them gain less than the margin; null where that is not shown. */
  readonly tokens: number | null;
  /** p of "some longer run gains at least the margin", of that run; where none is shown of the second-longest. */
  readonly gain: number;
  /** p of "accuracy does not rise up to that run", adjusted for having looked at every run. */
  readonly rise: number;
}

/**
 * From how many tokens on more thinking no longer helps.
 *
 * "No significant gain" would call every small experiment saturated. So two things must be shown:
 *
 * 1. accuracy rises up to that run (one-sided {@link trendTest}, adjusted after Holm over all runs it could be), and
 * 2. no longer run gains `margin` or more over it (score tests against the margin; all of them must say so, which
 *    needs no adjustment). The runs are asked in a fixed order, from the second-longest downwards until one fails, so
 *    that asking several is no second chance (Maurer, Hothorn and Lehmacher 1995).
 *
 * The shortest run for which both hold is given.
 *
 * @param points - sorted by tokens
 * @param options.margin - a gain too small to matter, as a fraction. @default 0.05
 */
export function saturatesFrom(
  points: readonly Point[],
  options: TrendOptions & { level?: number; margin?: number } = {},
): SaturatesFrom {
  const { level = 0.05, margin = 0.05 } = options;
  const paired = pairedOutcomes(points) !== undefined;
  const rises = holm(points.slice(1).map((_, i) => trendTest(points.slice(0, i + 2), options).rising));
  let first: SaturatesFrom | undefined;
  let found: SaturatesFrom | undefined;
  let gain = 0;
  for (let i = points.length - 2; i >= 1; i -= 1) {
    const point = points[i];
    const later = points.slice(i + 1).filter((other) => point !== undefined && other.tokens > point.tokens);
    if (point === undefined || later.length === 0) continue;
    gain = Math.max(gain, ...later.map((other) => noGain(point, other, margin, paired)));
    const rise = rises[i - 1] ?? 1;
    first ??= { tokens: null, gain, rise };
    if (gain > level) break;
    if (rise <= level) found = { tokens: point.tokens, gain, rise };
  }
  return found ?? first ?? { tokens: null, gain: 1, rise: 1 };
}

function noGain(earlier: Point, later: Point, margin: number, paired: boolean): number {
  if (!paired) return gainBelowMargin(earlier, later, margin);
  const { onlyFirst, onlySecond } = mcnemarOfRuns(earlier.outcomes ?? [], later.outcomes ?? []);
  const questions = earlier.outcomes?.length ?? 0;
  return pairedGainBelowMargin({ onlyLater: onlySecond, onlyEarlier: onlyFirst, questions }, margin);
}
