import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantile } from '../../../src/eval/metrics/quantile.ts';
import {
  holm,
  mcnemar,
  mcnemarOfRuns,
  meanOverQuestions,
  pairedBootstrap,
  perRightAnswer,
} from '../../../src/metrics.ts';

const verdicts = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1)), { minLength: 1, maxLength: 60 });

// python3 -c "import numpy as np; from scipy.stats import bootstrap
// a=np.array([1]*11+[0]*19); b=np.array([1]*4+[0]*7+[1]*4+[0]*15); d=a-b
// r=bootstrap((d,),np.mean,n_resamples=1000000,batch=10000,method='percentile',random_state=1)
// print(d.mean(), r.confidence_interval)"      -> 0.1, (-0.1, 0.3)      (scipy 1.17.1)
test('the paired bootstrap interval of a difference is that of scipy', () => {
  const first = [...ones(11), ...zeros(19)];
  const second = [...ones(4), ...zeros(7), ...ones(4), ...zeros(15)];
  const result = pairedBootstrap(first, second);
  expect(result).toMatchObject({ resamples: 10_000, seed: 0 });
  expect(result.difference).toBeCloseTo(0.1, 12);
  expect(result.interval.low).toBeCloseTo(-0.1, 12);
  expect(result.interval.high).toBeCloseTo(0.3, 12);
});

test('the bootstrap is reproducible by its seed, turns round with its runs and contains the difference', () => {
  fc.assert(
    fc.property(verdicts, fc.integer(), (pairs, seed) => {
      const first = pairs.map(([a]) => a);
      const second = pairs.map(([, b]) => b);
      const options = { resamples: 400, seed };
      const result = pairedBootstrap(first, second, options);
      expect(pairedBootstrap(first, second, options)).toEqual(result);
      const turned = pairedBootstrap(second, first, options);
      expect(turned.interval.low).toBeCloseTo(-result.interval.high, 9);
      expect(turned.interval.high).toBeCloseTo(-result.interval.low, 9);
      expect(result.interval.low).toBeLessThanOrEqual(result.difference + 1e-12);
      expect(result.interval.high).toBeGreaterThanOrEqual(result.difference - 1e-12);
    }),
    { numRuns: 50 },
  );
});

test('about 95 of 100 bootstrap intervals contain the true difference', () => {
  // Truth: the first run is right on 60 % and the second on 40 % of the questions, independently.
  let contained = 0;
  for (let trial = 0; trial < 300; trial += 1) {
    const first = Array.from({ length: 100 }, (_, i) => Number(hash(trial, i) < 0.6));
    const second = Array.from({ length: 100 }, (_, i) => Number(hash(trial, i + 1000) < 0.4));
    const { interval } = pairedBootstrap(first, second, { resamples: 500, seed: trial });
    if (interval.low <= 0.2 && 0.2 <= interval.high) contained += 1;
  }
  expect(contained / 300).toBeGreaterThan(0.9);
});

test('runs over different numbers of questions cannot be paired', () => {
  expect(() => pairedBootstrap([1, 0], [1])).toThrow('second must be a list of 2 values like first, got 1.');
});

// python3 -c "from statsmodels.stats.contingency_tables import mcnemar as m
// for b,c in [(1,8),(12,3),(400,470)]:
//   t=[[0,b],[c,0]]; e=m(t,exact=True); x=m(t,exact=False,correction=True)
//   print(b,c,float(e.pvalue),float(x.statistic),float(x.pvalue))"      (statsmodels 0.15.0)
test.each([
  [1, 8, 0.0390625, 4, 0.04550026389635857],
  [12, 3, 0.03515625, 4.266666666666667, 0.03886710381241731],
  [400, 470, 0.019267052848609047, 5.472413793103448, 0.019318925570162244],
])('McNemar of %i against %i is that of statsmodels', (onlyFirst, onlySecond, exact, statistic, p) => {
  const result = mcnemar(onlyFirst, onlySecond);
  expect(result.exact).toBeCloseTo(exact, 11);
  expect(result.chiSquare.statistic).toBeCloseTo(statistic, 12);
  expect(result.chiSquare.p).toBeCloseTo(p, 12);
});

test('runs that disagree equally often both ways do not differ', () => {
  // statsmodels gives 0.1 here: its continuity correction overshoots (|5 - 5| - 1)^2 / 10. Ours stops at 0.
  expect(mcnemar(5, 5)).toMatchObject({ exact: 1, chiSquare: { statistic: 0, p: 1 } });
  expect(mcnemar(0, 0)).toMatchObject({ exact: 1, chiSquare: { statistic: 0, p: 1 } });
});

test('McNemar counts the questions on which two runs disagree', () => {
  const result = mcnemarOfRuns([true, true, false, true], [true, false, true, false]);
  expect(result).toMatchObject({ onlyFirst: 2, onlySecond: 1, exact: 1 });
});

// python3 -c "from statsmodels.stats.multitest import multipletests as m
// print([float(v) for v in m([0.01,0.04,0.03,0.005,0.5],method='holm')[1]])"      (statsmodels 0.15.0)
test("Holm's adjustment is that of statsmodels", () => {
  const adjusted = [0.04, 0.09, 0.09, 0.025, 0.5];
  for (const [i, p] of holm([0.01, 0.04, 0.03, 0.005, 0.5]).entries()) expect(p).toBeCloseTo(adjusted[i] ?? 0, 14);
});

// python3 -c "import numpy as np
// v=[0,1,.5,.25,1]; print(float(np.mean(v)), float(np.std(v,ddof=1)/5**.5))
// print([float(q) for q in np.percentile([1,4,9,16,25,36],[2.5,50,97.5])])"      (numpy 2.4.6)
test('means over questions and quantiles are those of numpy', () => {
  const { value, standardError, questions } = meanOverQuestions([0, 1, 0.5, 0.25, 1]);
  expect(value).toBeCloseTo(0.55, 14);
  expect(standardError).toBeCloseTo(0.2, 14);
  expect(questions).toBe(5);
  expect([0.025, 0.5, 0.975].map((share) => quantile([1, 4, 9, 16, 25, 36], share))).toEqual([1.375, 12.5, 34.625]);
});

test('a right answer is priced in tokens, money and operations', () => {
  const spent = { promptTokens: 10_000, cachedTokens: 4_000, outputTokens: 90_000 };
  const prices = { prompt: 0.5, cached: 0.05, output: 2 };
  const result = perRightAnswer({ right: 10, spent, prices, parameters: 32e9 });
  expect(result.outputTokens).toBe(9_000);
  expect(result.tokens).toBe(10_000);
  expect(result.cost).toBeCloseTo((10_000 * 0.5 + 4_000 * 0.05 + 90_000 * 2) / 1e6 / 10, 12);
  expect(result.flops).toBe(2 * 32e9 * 10_000);
});

test('without a right answer, a price or a size there is nothing to divide', () => {
  const spent = { promptTokens: 1, outputTokens: 1 };
  expect(perRightAnswer({ right: 0, spent, parameters: 1e9 })).toEqual({
    outputTokens: null,
    tokens: null,
    cost: null,
    flops: null,
  });
  expect(perRightAnswer({ right: 1, spent })).toEqual({ outputTokens: 1, tokens: 2, cost: null, flops: null });
});

function ones(length: number): number[] {
  return new Array<number>(length).fill(1);
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}

/** A number from 0 to 1 that looks random and is the same on every run. */
function hash(a: number, b: number): number {
  let x = Math.imul(a + 1, 0x9e3779b9) ^ Math.imul(b + 1, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
}
