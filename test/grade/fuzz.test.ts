import { expect, test } from 'vitest';
import { checkFuzzed } from '../../bench/grade/check-fuzzed.ts';
import { ownAnswers } from '../../bench/grade/own-pairs.ts';

test('of 25,000 fuzzed pairs none throws, every text equals itself, and order never matters', () => {
  const report = checkFuzzed(25_000, 20_260, ownAnswers);
  expect(report.broken).toEqual([]);
  expect(report.pairs).toBe(25_000);
  // Enough pairs are equal for symmetry to mean something.
  expect(report.equal).toBeGreaterThan(500);
});
