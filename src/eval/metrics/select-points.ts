import { MullError } from '../../core/mull-error.ts';
import type { Match, Selection } from './recipe.ts';
import type { SeriesPoint } from './series.ts';

/** Whether a run has every field of the match with exactly that value. */
export function matches(point: SeriesPoint, match: Match): boolean {
  return Object.entries(match).every(([field, value]) => Object.hasOwn(point, field) && point[field] === value);
}

/**
 * The runs a selection leaves.
 *
 * @throws E_RECIPE_INVALID for a match that fits no run: silently selecting nothing would change a figure unseen
 */
export function selectPoints(
  points: readonly SeriesPoint[],
  selection: Selection | undefined,
  row: string,
): readonly SeriesPoint[] {
  const { only, except = [] } = selection ?? {};
  for (const match of [...(only ?? []), ...except]) requireMatch(points, match, row);
  return points.filter(
    (point) =>
      (only === undefined || only.some((match) => matches(point, match))) &&
      !except.some((match) => matches(point, match)),
  );
}

/** @throws E_RECIPE_INVALID if the match fits none of the runs */
export function requireMatch(points: readonly SeriesPoint[], match: Match, row: string): void {
  if (points.some((point) => matches(point, match))) return;
  const fields = Object.keys(match).map((field) => {
    const values = points.flatMap((point) => (Object.hasOwn(point, field) ? [JSON.stringify(point[field])] : []));
    return `${field}: ${values.length === 0 ? 'no run has it' : values.join(', ')}`;
  });
  throw new MullError('E_RECIPE_INVALID', `Row "${row}" selects ${JSON.stringify(match)}, which fits no run.`, {
    hint: `The runs have ${fields.join('; ')}.`,
  });
}
