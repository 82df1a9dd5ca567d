import { expect, test } from 'vitest';
import { gainBelowMargin, type Point, pairedGainBelowMargin, trendTest } from '../../../src/metrics.ts';

// python3 -c "
// import numpy as np
// from scipy.stats import multivariate_hypergeom as h
// x=np.log2([500,1000,2000]); c=np.array([1,2,4]); n=[5,6,5]; x=x-np.average(x,weights=n); T=c@x; up=dn=0
// for a in [(i,j,7-i-j) for i in range(6) for j in range(7)]:
//   p=h.pmf(a,n,7); t=np.array(a)@x; up+=p*(t>=T-1e-9); dn+=p*(t<=T+1e-9)
// print(float(up),float(dn))"      -> 0.059440559440559364 0.9873251748251729      (scipy 1.17.1)
test('shuffled counts give the exact p of the Cochran-Armitage trend', () => {
  const points = [
    { tokens: 500, correct: 1, n: 5 },
    { tokens: 1000, correct: 2, n: 6 },
    { tokens: 2000, correct: 4, n: 5 },
  ];
  const result = trendTest(points, { shuffles: 200_000 });
  expect(result.method).toBe('shuffled counts');
  expect(Math.abs(result.rising - 0.05944)).toBeLessThan(0.002);
  expect(Math.abs(result.falling - 0.98733)).toBeLessThan(0.001);
});

// python3 -c "
// import itertools, numpy as np
// x=np.log2([500,1000,2000]); x=x-x.mean()
// o=np.array([[0,0,1],[0,1,1],[0,0,1],[1,0,1],[0,1,0],[1,1,0],[0,0,0],[0,1,1],[1,0,0],[0,0,1]])
// s=o@x; t=np.array([s@g for g in itertools.product((1,-1),repeat=10)])
// print(float((t>=s.sum()-1e-9).mean()),float((t<=s.sum()+1e-9).mean()))"      -> 0.2265625 0.9375      (numpy 2.4.6)
test('sign flips per question give the exact p of the mean slope', () => {
  const questions = ['001', '011', '001', '101', '010', '110', '000', '011', '100', '001'];
  const points = [0, 1, 2].map((run) => {
    const outcomes = questions.map((question) => question[run] === '1');
    return { tokens: 500 * 2 ** run, correct: outcomes.filter(Boolean).length, n: 10, outcomes };
  });
  const result = trendTest(points, { shuffles: 200_000 });
  expect(result.method).toBe('sign flips per question');
  expect(Math.abs(result.rising - 0.2265625)).toBeLessThan(0.004);
  expect(Math.abs(result.falling - 0.9375)).toBeLessThan(0.003);
});

test('for two runs the paired trend is McNemar: 8 questions gained, 1 lost', () => {
  const first = [...Array.from({ length: 8 }, () => false), true, true, true];
  const second = [...Array.from({ length: 8 }, () => true), false, true, true];
  const points = [first, second].map((outcomes, i) => ({
    tokens: 1000 * (i + 1),
    correct: outcomes.filter(Boolean).length,
    n: 11,
    outcomes,
  }));
  // The exact p of McNemar for 1 against 8, in comparisons.test.ts.
  expect(Math.abs(trendTest(points, { shuffles: 200_000 }).different - 0.0390625)).toBeLessThan(0.002);
});

// python3 -c "
// import numpy as np
// from statsmodels.stats.contingency_tables import Table
// c=np.array([90,96,100,99,102,101])*20; x=np.log2([127613,509042,1018777,2043801,4067986,8143091])
// t=Table(np.array([198*20-c,c]),shift_zeros=False)
// r=t.test_ordinal_association(row_scores=np.array([0,1]),col_scores=x); print(float(r.zscore),float(r.pvalue))"
// -> 5.789301935893362 7.0679545667574835e-09      (statsmodels 0.15.0)
test('for large counts the normal approximation is that of statsmodels', () => {
  const tokens = [127613, 509042, 1018777, 2043801, 4067986, 8143091];
  const points = [90, 96, 100, 99, 102, 101].map((correct, i) => ({
    tokens: tokens[i] ?? 0,
    correct: 20 * correct,
    n: 20 * 198,
  }));
  const result = trendTest(points);
  expect(result.method).toBe('normal approximation');
  expect(Math.abs(result.different / 7.0679545667574835e-9 - 1)).toBeLessThan(1e-8);
});

test('the slope is that of least squares, in points per doubling', () => {
  expect(trendTest(runs([10, 20, 30])).slope).toBeCloseTo(25, 10);
  expect(trendTest(runs([20, 20, 20])).slope).toBeCloseTo(0, 10);
});

test('nothing to compare is no evidence', () => {
  for (const points of [runs([0, 0, 0]), runs([40, 40, 40]), runs([12])]) {
    expect(trendTest(points)).toMatchObject({ rising: 1, falling: 1, different: 1 });
  }
});

test('the same seed gives the same p', () => {
  expect(trendTest(runs([10, 14, 17]), { seed: 5 })).toEqual(trendTest(runs([10, 14, 17]), { seed: 5 }));
});

// python3 -c "
// import numpy as np
// from scipy.optimize import minimize_scalar
// from scipy.stats import norm
// def p(a,b,n,d):
//   L=lambda s: -sum(k*np.log(max(q,1e-300)) for k,q in ((a,s),(n-a,1-s),(b,s+d),(n-b,1-s-d)) if k)
//   s=minimize_scalar(L,bounds=(0,1-d),method='bounded',options=dict(xatol=1e-13)).x
//   return float(norm.cdf((b/n-a/n-d)/np.sqrt((s*(1-s)+(s+d)*(1-s-d))/n*2*n/(2*n-1))))
// for a in [(15,16,30,.05),(118,120,198,.05),(466,466,500,.02),(30,30,30,.05),(0,0,30,.05)]: print(a,p(*a))"
// (scipy 1.17.1). statsmodels 0.15.0, test_proportions_2indep(method='score'), gives 0.44898, 0.20892, 0.10682,
// 0.10637 and 0.10637: up to 0.0003 away from the likeliest share that scipy finds.
test.each([
  [15, 16, 30, 0.05, 0.44897531668946977],
  [118, 120, 198, 0.05, 0.20880200980139474],
  [466, 466, 500, 0.02, 0.10652802619983426],
  [30, 30, 30, 0.05, 0.10637375004723809],
  [0, 0, 30, 0.05, 0.1063736843384539],
])('from %i to %i of %i: the p of a gain of at least %f is that of the likelihood', (earlier, later, n, margin, p) => {
  expect(Math.abs(gainBelowMargin({ correct: earlier, n }, { correct: later, n }, margin) - p)).toBeLessThan(1e-6);
});

// python3 -c "
// import numpy as np
// from scipy.optimize import minimize_scalar
// from scipy.stats import norm
// def tango(b,c,n,d):
//   L=lambda q: -sum(k*np.log(p) for k,p in ((b,q+d),(c,q),(n-b-c,1-2*q-d)) if k)
//   q=minimize_scalar(L,bounds=(0,(1-d)/2),method='bounded',options=dict(xatol=1e-12)).x
//   return float(norm.cdf((b-c-n*d)/np.sqrt(n*(2*q+d*(1-d)))))
// for a in [(0,0,30,.05),(2,3,30,.05),(1,0,100,.05),(9,7,198,.05),(12,20,500,.02)]: print(a,tango(*a))"
// (scipy 1.17.1)
test.each([
  [0, 0, 30, 0.05, 0.1044561908731349],
  [2, 3, 30, 0.05, 0.1428229136744641],
  [1, 0, 100, 0.05, 0.033228710010128566],
  [9, 7, 198, 0.05, 0.03561900900977716],
  [12, 20, 500, 0.02, 0.0014221540118099783],
])(
  '%i gained and %i lost of %i questions: the paired p is that of the likelihood',
  (onlyLater, onlyEarlier, questions, margin, p) => {
    expect(pairedGainBelowMargin({ onlyLater, onlyEarlier, questions }, margin)).toBeCloseTo(p, 6);
  },
);

test('it takes 52 questions without any disagreement to exclude a gain of five points', () => {
  const p = (questions: number) => pairedGainBelowMargin({ onlyLater: 0, onlyEarlier: 0, questions }, 0.05);
  expect(p(51)).toBeGreaterThan(0.05);
  expect(p(52)).toBeLessThanOrEqual(0.05);
});

function runs(correct: readonly number[]): Point[] {
  return correct.map((right, i) => ({ tokens: 1000 * 2 ** i, correct: right, n: 40 }));
}
