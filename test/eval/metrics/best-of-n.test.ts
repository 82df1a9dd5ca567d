import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestOfN, type ScoredSample } from '../../../src/metrics.ts';

const sample = fc.record({ score: fc.integer({ min: 0, max: 3 }), worth: fc.constantFrom(0, 1, 0.5) });

test('best of 1 is the mean, best of all is the sample the scorer likes most', () => {
  const samples = [
    { score: 0.2, worth: 1 },
    { score: 0.9, worth: 0 },
    { score: 0.5, worth: 1 },
    { score: 0.1, worth: 0 },
  ];
  expect(bestOfN(samples, 1)).toBeCloseTo(0.5, 12);
  expect(bestOfN(samples, 4)).toBe(0);
  // Of the six pairs, three hold the sample of 0.9; of the others each has a right one on top.
  expect(bestOfN(samples, 2)).toBeCloseTo(0.5, 12);
});

test('a scorer that says the same of every sample gets the plain accuracy', () => {
  const samples = [1, 0, 0, 1, 0].map((worth) => ({ score: 7, worth }));
  for (const n of [1, 2, 3, 4, 5]) expect(bestOfN(samples, n)).toBeCloseTo(0.4, 12);
});

test('a perfect scorer turns best-of-n into pass@n and never falls with n', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }), (rights) => {
      const samples = rights.map((right) => ({ score: Number(right), worth: Number(right) }));
      let before = 0;
      for (let n = 1; n <= samples.length; n += 1) {
        const value = bestOfN(samples, n);
        expect(value).toBeGreaterThanOrEqual(before - 1e-12);
        before = value;
      }
      expect(before).toBe(rights.some(Boolean) ? 1 : 0);
    }),
  );
});

test('it is the mean over all subsets, ties shared equally', () => {
  fc.assert(
    fc.property(fc.array(sample, { minLength: 1, maxLength: 7 }), fc.integer({ min: 1, max: 7 }), (samples, wanted) => {
      const n = Math.min(wanted, samples.length);
      const chosen = subsets(samples, n).map(worthOfBest);
      const mean = chosen.reduce((sum, worth) => sum + worth, 0) / chosen.length;
      expect(bestOfN(samples, n)).toBeCloseTo(mean, 11);
    }),
  );
});

test('a score that is not a number is refused', () => {
  expect(() => bestOfN([{ score: Number.NaN, worth: 1 }], 1)).toThrow('score must be a number, got NaN.');
  expect(() => bestOfN([{ score: 1, worth: 1 }], 2)).toThrow('n must be a whole number from 1 to 1, got 2.');
});

test('infinite scores order like any other', () => {
  const samples = [
    { score: Number.NEGATIVE_INFINITY, worth: 0 },
    { score: Number.POSITIVE_INFINITY, worth: 1 },
    { score: Number.NEGATIVE_INFINITY, worth: 0 },
  ];
  expect(bestOfN(samples, 3)).toBe(1);
});

function worthOfBest(samples: readonly ScoredSample[]): number {
  const top = Math.max(...samples.map(({ score }) => score));
  const best = samples.filter(({ score }) => score === top);
  return best.reduce((sum, { worth }) => sum + worth, 0) / best.length;
}

function subsets<Item>(items: readonly Item[], n: number): Item[][] {
  if (n === 0) return [[]];
  return items.flatMap((item, i) => subsets(items.slice(i + 1), n - 1).map((rest) => [item, ...rest]));
}
