import { z } from 'zod';
import { MullError } from '../../core/mull-error.ts';
import { validate } from '../../core/validate.ts';
import type { Point } from './point.ts';

const pointSchema = z
  .looseObject({
    tokens: z.number().positive('must be a number above 0'),
    correct: z.int('must be a whole number').min(0, 'must be a whole number of at least 0'),
    n: z.int('must be a whole number').min(1, 'must be a whole number of at least 1'),
    outcomes: z.array(z.boolean()).readonly().optional(),
  })
  .readonly();

const seriesSchema = z
  .looseObject({
    name: z.string().min(1, 'must be a text that is not empty'),
    points: z.array(pointSchema).min(1, 'must be a list of at least one run').readonly(),
  })
  .readonly();

const fileSchema = z
  .looseObject({ series: z.array(seriesSchema).min(1, 'must be a list of at least one series').readonly() })
  .readonly();

/** A run as it stands in a file: a {@link Point} with whatever else is known of it, for a recipe to select by. */
export interface SeriesPoint extends Point {
  readonly [field: string]: unknown;
}

/** Runs of one method on one benchmark. */
export interface Series {
  readonly name: string;
  readonly points: readonly SeriesPoint[];
  readonly [field: string]: unknown;
}

/**
 * The series of a parsed SERIES.json: `{ "series": [{ "name", "points": [{ "tokens", "correct", "n" }] }] }`.
 *
 * Further fields are kept. A percentage is not taken instead of `correct` and `n`: 26.7 is not 8 of 30.
 *
 * @throws E_SERIES_INVALID with the field, the form expected and the value got
 */
export function parseSeries(value: unknown): readonly Series[] {
  const { series } = validate(fileSchema, value, 'series file', 'E_SERIES_INVALID');
  const names = new Set<string>();
  for (const { name, points } of series) {
    if (names.has(name)) {
      throw new MullError('E_SERIES_INVALID', `Two series are called "${name}".`, { hint: 'Give each its own name.' });
    }
    names.add(name);
    for (const [i, point] of points.entries()) checkCounts(point, `Point ${i} of the series "${name}"`);
  }
  return series;
}

function checkCounts(point: Point, which: string): void {
  const { correct, n, outcomes } = point;
  if (correct > n) {
    throw new MullError('E_SERIES_INVALID', `${which} has ${correct} right answers of ${n} questions.`, {
      hint: '`correct` counts right answers and is at most `n`, the number of questions.',
    });
  }
  if (outcomes === undefined) return;
  const right = outcomes.filter(Boolean).length;
  if (outcomes.length !== n || right !== correct) {
    throw new MullError(
      'E_SERIES_INVALID',
      `${which} has ${right} right of ${outcomes.length} outcomes, but counts ${correct} of ${n}.`,
      { hint: '`outcomes` holds true or false for each of the `n` questions, `correct` of them true.' },
    );
  }
}
