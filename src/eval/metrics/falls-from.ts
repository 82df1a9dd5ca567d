import { holm } from './holm.ts';
import { type Point, percentRight } from './point.ts';
import { type TrendOptions, trendTest } from './trend-test.ts';

export interface FallsFrom {
  /** Thinking tokens from which more of them hurts; null where that is not shown. */
  readonly tokens: number | null;
  /** Of the fall from there, adjusted for having looked at every start; where none is shown the smallest. */
  readonly p: number;
}

/**
 * From how many tokens on more thinking hurts.
 *
 * For every run but the longest: does accuracy fall from this run on (one-sided {@link trendTest} over it and all
 * longer ones)? The answers are adjusted after Holm for asking it of every run, so picking the best start afterwards
 * is allowed. Of the starts shown to fall the one of highest accuracy is given. A curve that rises and then stays
 * level is not called falling more often than `level`, whatever its shape before.
 *
 * @param points - sorted by tokens
 */
export function fallsFrom(points: readonly Point[], options: TrendOptions & { level?: number } = {}): FallsFrom {
  const { level = 0.05 } = options;
  const starts = points.slice(0, -1);
  const adjusted = holm(starts.map((_, start) => trendTest(points.slice(start), options).falling));
  let best: { point: Point; p: number } | undefined;
  for (const [i, point] of starts.entries()) {
    const p = adjusted[i] ?? 1;
    if (p <= level && (best === undefined || percentRight(point) > percentRight(best.point))) best = { point, p };
  }
  return best ? { tokens: best.point.tokens, p: best.p } : { tokens: null, p: Math.min(1, ...adjusted) };
}
