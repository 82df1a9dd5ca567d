import { expect, test } from 'vitest';
import { fallsFrom, type Point, saturatesFrom, thinkingFlags, trendTest } from '../../../src/metrics.ts';
import { countSeries, pairedSeries, rateOf, tolerated } from './simulated-runs.ts';

const series = 400;
const shuffles = 199;
const options = { shuffles: 999 };

test('a clear rise, a clear fall and neither are told apart', () => {
  expect(thinkingFlags(runs([40, 80, 120, 150]), options)?.slope.verdict).toBe('rises');
  expect(thinkingFlags(runs([150, 120, 80, 40]), options)?.slope.verdict).toBe('falls');
  expect(thinkingFlags(runs([100, 99, 101, 100]), options)?.slope.verdict).toBe('flat');
});

test('more thinking hurts from the best run on', () => {
  const flags = thinkingFlags(runs([60, 110, 150, 100, 60]), options);
  expect(flags?.falls.tokens).toBe(4000);
  expect(flags?.falls.p).toBeLessThan(0.01);
  expect(thinkingFlags(runs([60, 110, 150, 150, 148]), options)?.falls.tokens).toBeNull();
});

test('a series saturates from the first run after which nothing is gained', () => {
  const paired = runs([200, 350, 600, 605, 603], 1000, true);
  expect(saturatesFrom(paired, options)).toMatchObject({ tokens: 4000 });
  expect(saturatesFrom(runs([600, 1100, 1800, 1810, 1805], 3000), options).tokens).toBe(4000);
});

test('a series that still rises, one that never rose, and one of 30 questions do not saturate', () => {
  expect(saturatesFrom(runs([200, 400, 600, 800], 1000, true), options).tokens).toBeNull();
  const level = saturatesFrom(runs([600, 601, 599, 600], 1000, true), options);
  expect(level.tokens).toBeNull();
  expect(level.gain).toBeLessThan(0.05);
  expect(level.rise).toBeGreaterThan(0.05);
  const few = saturatesFrom(runs([2, 9, 20, 20, 20], 30, true), options);
  expect(few.tokens).toBeNull();
  expect(few.gain).toBeGreaterThan(0.05);
});

test('the order of the runs does not matter, and one length alone says nothing', () => {
  const points = runs([60, 110, 150, 100, 60]);
  expect(thinkingFlags([...points].reverse(), options)).toEqual(thinkingFlags(points, options));
  expect(thinkingFlags(points.slice(0, 1))).toBeUndefined();
  expect(thinkingFlags([...points.slice(0, 1), ...points.slice(0, 1)])).toBeUndefined();
});

test('outcomes per question are used when every run has them', () => {
  expect(thinkingFlags(runs([60, 110], 200, true), options)).toMatchObject({ paired: true });
  expect(thinkingFlags(runs([60, 110], 200), options)).toMatchObject({ paired: false });
});

test.each([0.05, 0.3, 0.9])('thinking that does nothing at an accuracy of %f is rarely called a slope', (share) => {
  const level = [share, share, share, share, share];
  const says = (points: Point[]) => trendTest(points, { shuffles }).different <= 0.05;
  expect(rateOf(countSeries(level, 30, series), says)).toBeLessThanOrEqual(tolerated(series));
  for (const sticky of [0, 0.7]) {
    const paired = pairedSeries(level, { questions: 60, series, sticky });
    expect(rateOf(paired, says)).toBeLessThanOrEqual(tolerated(series));
  }
});

test('counts of runs that resemble their neighbours are called a slope a little more often than 5 %, never than 8 %', () => {
  const says = (points: Point[]) =>
    trendTest(
      points.map(({ tokens, correct, n }) => ({ tokens, correct, n })),
      { shuffles },
    ).different <= 0.05;
  for (const sticky of [0.3, 0.5, 0.9]) {
    const half = pairedSeries([0.5, 0.5, 0.5, 0.5, 0.5], { questions: 60, series, sticky });
    expect(rateOf(half, says)).toBeLessThanOrEqual(0.08);
  }
});

test.each([
  ['a level series', [0.5, 0.5, 0.5, 0.5, 0.5]],
  ['a series that rises and then stays', [0.1, 0.3, 0.5, 0.5, 0.5]],
])('%s is rarely called falling', (_, shares) => {
  const says = (points: Point[]) => fallsFrom(points, { shuffles }).tokens !== null;
  expect(rateOf(countSeries(shares, 60, series), says)).toBeLessThanOrEqual(tolerated(series));
  const paired = pairedSeries(shares, { questions: 60, series, sticky: 0.7 });
  expect(rateOf(paired, says)).toBeLessThanOrEqual(tolerated(series));
});

test.each([
  ['at the very end', [0.3, 0.6, 0.6, 0.6, 0.65]],
  ['at every step', [0.3, 0.4, 0.45, 0.5, 0.55]],
])('a series that gains the whole margin %s is rarely called saturated', (_, shares) => {
  const says = (points: Point[]) => saturatesFrom(points, { shuffles }).tokens !== null;
  expect(rateOf(countSeries(shares, 200, series), says)).toBeLessThanOrEqual(tolerated(series));
  const paired = pairedSeries(shares, { questions: 200, series, sticky: 0.7 });
  expect(rateOf(paired, says)).toBeLessThanOrEqual(tolerated(series));
});

test('what is there is found: a fall of 30 points, and a plateau of 1,000 questions', () => {
  const falls = rateOf(
    pairedSeries([0.3, 0.5, 0.6, 0.45, 0.3], { questions: 200, series: 100, sticky: 0.7 }),
    (points) => fallsFrom(points, { shuffles }).tokens === 2000,
  );
  expect(falls).toBeGreaterThan(0.9);
  const plateau = rateOf(
    pairedSeries([0.3, 0.5, 0.6, 0.6, 0.6], { questions: 1000, series: 60, sticky: 0.7 }),
    (points) => saturatesFrom(points, { shuffles }).tokens === 2000,
  );
  expect(plateau).toBeGreaterThan(0.8);
});

/** Right answers at 1,000, 2,000, 4,000 ... tokens; with outcomes, the longer run keeps what the shorter had right. */
function runs(correct: readonly number[], n = 200, paired = false): Point[] {
  return correct.map((right, i) => ({
    tokens: 1000 * 2 ** i,
    correct: right,
    n,
    ...(paired && { outcomes: Array.from({ length: n }, (_, question) => question < right) }),
  }));
}
