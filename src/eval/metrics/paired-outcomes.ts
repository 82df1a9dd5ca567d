import type { Point } from './point.ts';

/**
 * The outcomes of all runs, one list per run, if every run has them for the same number of questions; else undefined,
 * and the runs are compared by their counts alone.
 */
export function pairedOutcomes(points: readonly Point[]): readonly (readonly boolean[])[] | undefined {
  const questions = points[0]?.outcomes?.length ?? 0;
  const outcomes = points.flatMap((point) => (point.outcomes === undefined ? [] : [point.outcomes]));
  if (questions === 0 || outcomes.length !== points.length) return undefined;
  return outcomes.every((each) => each.length === questions) ? outcomes : undefined;
}
