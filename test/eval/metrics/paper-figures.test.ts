import fc from 'fast-check';
import { expect, test } from 'vitest';
import { control, type Point, performance, scaling } from '../../../src/metrics.ts';

const point = fc.record({
  tokens: fc.integer({ min: 10, max: 1_000_000 }).map((tenths) => tenths / 10),
  correct: fc.integer({ min: 0, max: 40 }),
  n: fc.constant(40),
});

test('Scaling is in percentage points per doubling of the tokens', () => {
  expect(scaling([run(1000, 10), run(2000, 20)]).value).toBeCloseTo(25, 12);
  expect(scaling([run(1000, 10), run(4000, 20)]).value).toBeCloseTo(12.5, 12);
});

test('Scaling is the mean over all pairs, not over neighbours or end to end', () => {
  // 1 doubling: +25; 1 doubling: +25; 2 doublings: +50; one doubling: -50 ... each pair counts once.
  const result = scaling([run(1000, 0), run(2000, 10), run(4000, 20), run(8000, 0)]);
  const slopes = [25, 25, 0, 25, -12.5, -50];
  expect(result.value).toBeCloseTo(slopes.reduce((sum, slope) => sum + slope, 0) / 6, 12);
  expect(result).toMatchObject({ points: 4, pairs: 6, pairsWithoutSlope: 0 });
});

test('two runs of the same length have no slope and are left out, which is said', () => {
  const result = scaling([run(1000, 0), run(1000, 8), run(2000, 10)]);
  expect(result).toMatchObject({ pairs: 2, pairsWithoutSlope: 1 });
  expect(result.value).toBeCloseTo((25 + 5) / 2, 12);
  expect(scaling([run(1000, 4)])).toMatchObject({ value: null, interval: null, pairs: 0 });
});

test('Scaling does not depend on the order of the runs, nor on the unit of length', () => {
  fc.assert(
    fc.property(fc.uniqueArray(point, { minLength: 2, maxLength: 6, selector: (each) => each.tokens }), (points) => {
      const value = scaling(points).value ?? 0;
      const close = (other: number | null) => Math.abs((other ?? 0) - value) <= 1e-6 * (1 + Math.abs(value));
      const far = points.every((a) => points.every((b) => a === b || Math.abs(Math.log2(a.tokens / b.tokens)) > 0.01));
      fc.pre(far);
      expect(close(scaling([...points].reverse()).value)).toBe(true);
      expect(close(scaling(points.map((each) => ({ ...each, tokens: 7 * each.tokens }))).value)).toBe(true);
    }),
  );
});

// python3 -c "from statsmodels.stats.proportion import confint_proportions_2indep as c
// print([float(v) for v in c(36,198,75,198,method='newcomb',compare='diff')])
// print([float(v) for v in c(17,30,0,30,method='newcomb',compare='diff')])"      (statsmodels 0.15.0)
test.each([
  [{ tokens: 1000, correct: 75, n: 198 }, { tokens: 2000, correct: 36, n: 198 }, -28.09574454, -10.90308643],
  [{ tokens: 1000, correct: 0, n: 30 }, { tokens: 2000, correct: 17, n: 30 }, 35.83324565, 72.62251442],
])('the interval of two runs a doubling apart is that of Newcombe', (earlier, later, low, high) => {
  const { interval } = scaling([earlier, later]);
  expect(interval?.low).toBeCloseTo(low, 7);
  expect(interval?.high).toBeCloseTo(high, 7);
});

test('the interval contains the slope and grows where two runs are nearly equally long', () => {
  fc.assert(
    fc.property(fc.uniqueArray(point, { minLength: 2, maxLength: 6, selector: (each) => each.tokens }), (points) => {
      const { value, interval } = scaling(points);
      expect(interval?.low).toBeLessThanOrEqual(value ?? Number.NaN);
      expect(interval?.high).toBeGreaterThanOrEqual(value ?? Number.NaN);
    }),
  );
  const width = (tokens: number) => {
    const { interval } = scaling([run(1000, 10), run(2000, 20), run(tokens, 20)]);
    return (interval?.high ?? 0) - (interval?.low ?? 0);
  };
  expect(width(2001)).toBeGreaterThan(100 * width(4000));
});

test('outcomes per question make the interval narrower where the runs agree on which questions are hard', () => {
  const outcomes = (right: number) => Array.from({ length: 40 }, (_, i) => i < right);
  const paired = [10, 14, 18].map((right, i) => ({ ...run(1000 * 2 ** i, right), outcomes: outcomes(right) }));
  const counts = paired.map(({ tokens, correct, n }) => ({ tokens, correct, n }));
  const width = (points: readonly Point[]) => {
    const { interval } = scaling(points);
    return (interval?.high ?? 0) - (interval?.low ?? 0);
  };
  expect(width(paired)).toBeLessThan(0.7 * width(counts));
  expect(scaling(paired).value).toBeCloseTo(scaling(counts).value ?? Number.NaN, 12);
});

test('Control is the percentage of runs within their own bounds, the bounds included', () => {
  const result = control([
    { point: run(500, 0), bounds: { max: 500 } },
    { point: run(1001, 0), bounds: { max: 1000 } },
    { point: run(9651, 0), bounds: { min: 6109 } },
    { point: run(8033, 0), bounds: { max: 6109 } },
  ]);
  expect(result).toEqual({ value: 50, held: 2, points: 4 });
  expect(control([]).value).toBeNull();
});

test('Performance is the best accuracy, in percent, and where it was reached first', () => {
  expect(performance([run(1000, 10), run(4000, 20), run(2000, 20)])).toEqual({ value: 50, tokens: 2000, points: 3 });
  expect(performance([])).toEqual({ value: null, tokens: null, points: 0 });
});

function run(tokens: number, correct: number): Point {
  return { tokens, correct, n: 40 };
}
