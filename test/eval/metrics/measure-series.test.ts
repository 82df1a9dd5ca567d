import { expect, test } from 'vitest';
import { measureSeries, parseRecipe, parseSeries, plainRecipe } from '../../../src/metrics.ts';

// Invented runs; nothing here is published anywhere.
const series = parseSeries({
  series: [
    {
      name: 'limits',
      benchmark: 'invented',
      points: [
        { tokens: 900, correct: 36, n: 40, limit: 1000 },
        { tokens: 2000, correct: 10, n: 40, limit: 2000 },
        { tokens: 4100, correct: 20, n: 40, limit: 4000 },
        { tokens: 8000, correct: 30, n: 40, limit: 8000 },
      ],
    },
    {
      name: 'steps',
      points: [
        { tokens: 3000, correct: 10, n: 40, steps: 20, style: 'short' },
        { tokens: 3300, correct: 20, n: 40, steps: 40, style: 'long' },
      ],
    },
  ],
});

test('without a recipe every series is a row over all of its runs', () => {
  const { recipe, rows } = measureSeries(series, plainRecipe(series));
  expect(recipe).toBe('all series');
  expect(rows.map(({ label }) => label)).toEqual(['limits', 'steps']);
  expect(rows[0]).toMatchObject({ control: null, scaling: { points: 4, pairs: 6 }, performance: { value: 90 } });
});

test('a recipe says what each run is compared with, and which runs count for which figure', () => {
  const [row] = measureOne({
    label: 'L',
    series: 'limits',
    control: { bounds: [{ max: { field: 'limit' } }] },
    scaling: { points: { except: [{ limit: 1000 }] } },
    performance: { points: { only: [{ limit: 2000 }, { limit: 4000 }] } },
  });
  expect(row?.control).toEqual({ value: 75, held: 3, points: 4 });
  expect(row?.scaling.points).toBe(3);
  // 25 points each over log2(4100/2000) and log2(8000/4100) doublings, 50 points over 2.
  expect(row?.scaling.value).toBeCloseTo((25 / Math.log2(2.05) + 25 / Math.log2(8000 / 4100) + 50 / 2) / 3, 10);
  expect(row?.performance).toEqual({ value: 50, tokens: 4100, points: 2 });
});

test('the figures over all runs stand beside the selected ones', () => {
  const [row] = measureOne({
    label: 'L',
    series: 'limits',
    points: { except: [{ tokens: 900 }] },
    control: {
      bounds: [
        { where: { limit: 4000 }, max: 5000 },
        { where: { limit: 2000 }, max: 1999 },
        { where: { limit: 8000 }, min: 1 },
      ],
    },
  });
  expect(row?.performance.value).toBe(75);
  expect(row?.all.performance.value).toBe(90);
  expect(row?.all.scaling.points).toBe(4);
  expect(row?.control?.value).toBeCloseTo(200 / 3, 10);
  // The run left out has no bound, so there is no Control over all runs.
  expect(row?.all.control).toBeNull();
});

test('a bound is a number, a field, or a field times a factor, for all runs or for those of a kind', () => {
  const steps = (bounds: readonly object[]) => measureOne({ label: 'S', series: 'steps', control: { bounds } })[0];
  expect(steps([{ max: { field: 'steps', times: 100 } }])?.control?.value).toBe(50);
  expect(
    steps([
      { where: { style: 'short' }, max: 3100 },
      { where: { style: 'long' }, min: 3100 },
    ])?.control?.value,
  ).toBe(100);
  // A later rule beats an earlier one.
  expect(steps([{ max: 1 }, { where: { style: 'long' }, max: 4000 }])?.control?.value).toBe(50);
});

test('published figures are compared as they are printed', () => {
  const published = (scaling: number) =>
    measureOne({
      label: 'S',
      series: 'steps',
      control: { bounds: [{ min: 1 }] },
      published: { control: 100, scaling, performance: 50 },
    })[0];
  expect(published(182)?.asPublished).toBe(true);
  expect(published(181)?.asPublished).toBe(false);
  expect(measureOne({ label: 'S', series: 'steps' })[0]?.asPublished).toBeNull();
});

test.each([
  [{ label: 'x', series: 'limit' }, 'Row "x" names the series "limit", which is not there.', 'Did you mean "limits"?'],
  [
    { label: 'x', series: 'limits', points: { only: [{ limit: 999 }] } },
    'Row "x" selects {"limit":999}, which fits no run.',
    'The runs have limit: 1000, 2000, 4000, 8000.',
  ],
  [
    { label: 'x', series: 'limits', control: { bounds: [{ where: { limit: 1000 }, max: 1000 }] } },
    'Row "x" has no bound for its run of 2000 tokens.',
    'Add a rule to control.bounds',
  ],
  [
    { label: 'x', series: 'steps', control: { bounds: [{ max: { field: 'limit' } }] } },
    'Row "x" takes a bound from the field "limit", but its run of 3000 tokens has no such number.',
    'Its fields are: tokens, correct, n, steps, style.',
  ],
  [{ label: 'x', series: 'steps', contrl: {} }, 'recipe.rows.0 has no field "contrl".', 'Did you mean "control"?'],
])('a recipe that does not fit the series says where and what there is instead', (row, message, hint) => {
  expect(() => measureOne(row)).toThrow(expect.objectContaining({ code: 'E_RECIPE_INVALID', message }));
  expect(() => measureOne(row)).toThrow(expect.objectContaining({ hint: expect.stringContaining(hint) }));
});

test.each([
  [{ tokens: 100, correct: 3, n: 2 }, 'Point 0 of the series "s" has 3 right answers of 2 questions.'],
  [
    { tokens: 100, accuracy: 26.7, n: 30 },
    'series file.series.0.points.0.correct must be a whole number, got undefined.',
  ],
  [{ tokens: 0, correct: 1, n: 2 }, 'series file.series.0.points.0.tokens must be a number above 0, got 0.'],
  [
    { tokens: 100, correct: 2, n: 2, outcomes: [true, false] },
    'Point 0 of the series "s" has 1 right of 2 outcomes, but counts 2 of 2.',
  ],
])('a run with counts that cannot be is refused', (point, message) => {
  expect(() => parseSeries({ series: [{ name: 's', points: [point] }] })).toThrow(
    expect.objectContaining({ code: 'E_SERIES_INVALID', message }),
  );
});

test('two series of one name are refused, because a recipe could mean either', () => {
  const one = { name: 's', points: [{ tokens: 1, correct: 0, n: 1 }] };
  expect(() => parseSeries({ series: [one, one] })).toThrow('Two series are called "s".');
});

function measureOne(row: object) {
  return measureSeries(series, parseRecipe({ name: 'test', rows: [row] })).rows;
}
