import { type Point, percentRight } from './point.ts';

export interface Performance {
  /** Percent right of the best run; null without runs. */
  readonly value: number | null;
  /** Its average thinking tokens; of equally good runs the shortest. */
  readonly tokens: number | null;
  readonly points: number;
}

/**
 * Performance (paper, section 3.2, equation 3): the accuracy of the best run, in percent.
 *
 * It is a maximum, so more runs make it larger by chance alone: compare methods with equally many.
 */
export function performance(points: readonly Point[]): Performance {
  let best: Point | undefined;
  for (const point of points) {
    const gain = best === undefined ? 1 : percentRight(point) - percentRight(best);
    if (best === undefined || gain > 0 || (gain === 0 && point.tokens < best.tokens)) best = point;
  }
  return { value: best ? percentRight(best) : null, tokens: best?.tokens ?? null, points: points.length };
}
