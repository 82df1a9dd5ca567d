import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalQuantile, normalUpperTail } from '../../../src/eval/metrics/normal-distribution.ts';
import { accuracy, truncationBounds, wilsonInterval } from '../../../src/metrics.ts';

test('an accuracy carries its exact counts, its fraction and a 95 % interval', () => {
  const result = accuracy(8, 30);
  expect(result).toMatchObject({ right: 8, total: 30, value: 8 / 30 });
  expect(result.interval.confidence).toBe(0.95);
});

// python3 -c "from statsmodels.stats.proportion import proportion_confint as c
// for a in [(0,30),(8,30),(17,30),(30,30),(466,500)]: print(a, [float(x) for x in c(*a, alpha=0.05, method='wilson')])"
// (statsmodels 0.15.0)
test.each([
  [0, 30, 0, 0.1135133931739688],
  [8, 30, 0.1418266331959632, 0.44447961695188887],
  [17, 30, 0.39197307000813597, 0.7262251442353348],
  [30, 30, 0.8864866068260311, 1],
  [466, 500, 0.9064790772661258, 0.9509334925750932],
])('the Wilson interval of %i right of %i is that of statsmodels', (right, total, low, high) => {
  const interval = wilsonInterval(right, total);
  expect(interval.low).toBeCloseTo(low, 12);
  expect(interval.high).toBeCloseTo(high, 12);
});

// python3 -c "from scipy.stats import norm
// print([float(norm.ppf(p)) for p in (0.5,0.9,0.975,0.995,0.9999999)])
// print([float(norm.sf(z)) for z in (-1,0,0.5,1.96,2.5,3,6,20)])"      (scipy 1.17.1)
test('normal quantiles and tails are those of scipy', () => {
  const quantiles = [0, 1.2815515655446004, 1.959963984540054, 2.5758293035489004, 5.199337582290661];
  for (const [i, share] of [0.5, 0.9, 0.975, 0.995, 0.9999999].entries()) {
    expect(normalQuantile(share)).toBeCloseTo(quantiles[i] ?? Number.NaN, 9);
    expect(normalQuantile(1 - share)).toBeCloseTo(-(quantiles[i] ?? Number.NaN), 9);
  }
  const tails = [
    0.8413447460685429, 0.5, 0.3085375387259869, 0.024997895148220435, 0.006209665325776132, 0.0013498980316300933,
    9.865876450376946e-10, 2.7536241186061556e-89,
  ];
  for (const [i, z] of [-1, 0, 0.5, 1.96, 2.5, 3, 6, 20].entries()) {
    const expected = tails[i] ?? Number.NaN;
    expect(Math.abs(normalUpperTail(z) / expected - 1)).toBeLessThan(1e-12);
  }
});

test('the interval always contains the estimate, stays within 0 and 1 and grows with the confidence', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (total, share) => {
      const right = Math.floor(share * total);
      const narrow = wilsonInterval(right, total, { confidence: 0.8 });
      const wide = wilsonInterval(right, total, { confidence: 0.99 });
      for (const { low, high } of [narrow, wide]) {
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(right / total);
        expect(high).toBeGreaterThanOrEqual(right / total);
        expect(high).toBeLessThanOrEqual(1);
      }
      expect(wide.low).toBeLessThanOrEqual(narrow.low);
      expect(wide.high).toBeGreaterThanOrEqual(narrow.high);
    }),
  );
});

test('counts that cannot be are refused with the value', () => {
  expect(() => accuracy(31, 30)).toThrow('right must be a whole number from 0 to 30, got 31.');
  expect(() => accuracy(0, 0)).toThrow('total must be a whole number of at least 1, got 0.');
  expect(() => accuracy(1, 2, { confidence: 95 })).toThrow('confidence must be a number between 0 and 1, got 95.');
});

test('truncated answers bound the accuracy from below and from above', () => {
  const bounds = truncationBounds([
    { right: true, truncated: false },
    { right: true, truncated: true },
    { right: false, truncated: true },
    { right: false, truncated: false },
  ]);
  expect(bounds.truncated).toBe(2);
  expect([bounds.lower.right, bounds.graded.right, bounds.upper.right]).toEqual([1, 2, 3]);
});

test('the graded accuracy lies between the bounds, and nothing truncated makes all three the same', () => {
  const answers = fc.array(fc.record({ right: fc.boolean(), truncated: fc.boolean() }), { minLength: 1 });
  fc.assert(
    fc.property(answers, (list) => {
      const { lower, graded, upper, truncated } = truncationBounds(list);
      expect(lower.right).toBeLessThanOrEqual(graded.right);
      expect(graded.right).toBeLessThanOrEqual(upper.right);
      expect(upper.right - lower.right).toBe(truncated);
    }),
  );
});
