import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logChoose } from '../../../src/eval/metrics/log-choose.ts';
import { passAtK } from '../../../src/metrics.ts';

const counts = fc.integer({ min: 1, max: 400 }).chain((samples) =>
  fc.record({
    samples: fc.constant(samples),
    right: fc.integer({ min: 0, max: samples }),
    k: fc.integer({ min: 1, max: samples }),
  }),
);

test('pass@1 is the accuracy', () => {
  fc.assert(
    fc.property(counts, ({ samples, right }) => {
      expect(passAtK({ samples, right }, 1)).toBeCloseTo(right / samples, 12);
    }),
  );
});

test('pass@k never falls with k, nor with one more right sample', () => {
  fc.assert(
    fc.property(counts, ({ samples, right, k }) => {
      const value = passAtK({ samples, right }, k);
      if (k < samples) expect(passAtK({ samples, right }, k + 1)).toBeGreaterThanOrEqual(value);
      if (right < samples) expect(passAtK({ samples, right: right + 1 }, k)).toBeGreaterThanOrEqual(value);
    }),
  );
});

test('it is the exact fraction 1 - C(samples - right, k) / C(samples, k), to 12 digits', () => {
  fc.assert(
    fc.property(counts, ({ samples, right, k }) => {
      const all = choose(samples, k);
      const hit = all - choose(samples - right, k);
      const exact = Number((hit * 10n ** 30n) / all) / 1e30;
      expect(Math.abs(passAtK({ samples, right }, k) - exact)).toBeLessThanOrEqual(1e-12 * exact);
    }),
  );
});

// python3 -c "from scipy.special import comb
// print([1-comb(n-c,k,exact=True)/comb(n,k,exact=True) for n,c,k in [(64,5,8),(200,3,100),(1000,1,10)]])"
// (scipy 1.17.1)
test('it agrees with scipy', () => {
  expect(passAtK({ samples: 64, right: 5 }, 8)).toBeCloseTo(0.4990084611316764, 13);
  expect(passAtK({ samples: 200, right: 3 }, 100)).toBeCloseTo(0.8768844221105527, 13);
  expect(passAtK({ samples: 1000, right: 1 }, 10)).toBeCloseTo(0.01, 13);
});

test('a million samples keep their digits', () => {
  expect(passAtK({ samples: 1_000_000, right: 1 }, 3)).toBeCloseTo(3e-6, 18);
  expect(passAtK({ samples: 1_000_000, right: 999_999 }, 2)).toBe(1);
});

test('more than there are samples cannot be drawn', () => {
  expect(() => passAtK({ samples: 4, right: 1 }, 8)).toThrow('k must be a whole number from 1 to 4, got 8.');
});

// python3 -c "from scipy.special import gammaln
// print([float(gammaln(n+1)-gammaln(k+1)-gammaln(n-k+1)) for n,k in [(64,32),(1000,17),(100000,50000)]])"
// (scipy 1.17.1)
test('the logarithm of a binomial coefficient agrees with scipy', () => {
  expect(logChoose(64, 32)).toBeCloseTo(42.05228057041114, 11);
  expect(logChoose(1000, 17)).toBeCloseTo(83.79001206558769, 10);
  expect(logChoose(100_000, 50_000)).toBeCloseTo(69308.73579940922, 8);
});

function choose(n: number, k: number): bigint {
  if (k > n) return 0n;
  let result = 1n;
  for (let i = 1n; i <= BigInt(k); i += 1n) result = (result * (BigInt(n - k) + i)) / i;
  return result;
}
