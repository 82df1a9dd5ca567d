import { expect, test } from 'vitest';
import { doublingTicks } from '../../../src/report/figure/doubling-ticks.ts';
import { percentTicks } from '../../../src/report/figure/percent-ticks.ts';
import { tokenBins } from '../../../src/report/figure/token-bins.ts';

test.each([
  ['the budgets where they are doublings', [450, 9000], [500, 1000, 2000, 4000], 9, [500, 1000, 2000, 4000, 8000]],
  ['the doublings that most budgets are', [3000, 20000], [3500, 4000, 8000, 16000], 9, [4000, 8000, 16000]],
  ['powers of two without budgets', [6, 150], [], 9, [8, 16, 32, 64, 128]],
  [
    'fewer where there is no room, the largest budget among them',
    [500, 33000],
    [512, 32768],
    4,
    [512, 2048, 8192, 32768],
  ],
  ['whole numbers only', [0.3, 5], [1], 9, [1, 2, 4]],
] as const)('ticks of tokens are %s', (_, domain, budgets, most, ticks) => {
  expect(doublingTicks([...domain], budgets, most)).toEqual(ticks);
});

test.each([
  [[12, 55], { low: 10, high: 60, ticks: [10, 20, 30, 40, 50, 60] }],
  [[90.2, 95.4], { low: 88, high: 98, ticks: [88, 90, 92, 94, 96, 98] }],
  [[0, 100], { low: 0, high: 100, ticks: [0, 20, 40, 60, 80, 100] }],
  [[0, 0], { low: 0, high: 1, ticks: [0, 1] }],
])('an axis for %j is round and never leaves 0 to 100', (values, scale) => {
  expect(percentTicks(values, 6)).toEqual(scale);
});

test('a number of tokens at a maximum falls into the bin that ends there', () => {
  const { bins, zero } = tokenBins(
    [
      [0, 3],
      [60, 1],
      [64, 7],
    ],
    [60, 64],
  );
  expect(zero).toBe(3);
  expect(bins.at(-1)).toMatchObject({ to: 64, count: 8 });
});
