import type { Point } from './point.ts';

/** What a run was asked to keep to, in thinking tokens. Usually only the maximum is asked. */
export interface TokenBounds {
  readonly min?: number;
  readonly max?: number;
}

export interface Control {
  /** Percent of the runs that kept to their bounds; null without runs. */
  readonly value: number | null;
  readonly held: number;
  readonly points: number;
}

/**
 * Control (paper, section 3.2, equation 1): the percentage of runs whose average thinking tokens lie within the
 * bounds that were asked, the bounds included.
 *
 * @param runs - each run with its own bounds: what is asked differs from run to run
 */
export function control(runs: readonly { point: Point; bounds: TokenBounds }[]): Control {
  const held = runs.filter(({ point, bounds }) => {
    const { min = 0, max = Number.POSITIVE_INFINITY } = bounds;
    return min <= point.tokens && point.tokens <= max;
  }).length;
  return { value: runs.length === 0 ? null : (100 * held) / runs.length, held, points: runs.length };
}
