import { expect, test } from 'vitest';
import { measureSeries, parseRecipe, parseSeries } from '../../src/metrics.ts';
import { metricsTable } from '../../src/report/metrics-table.ts';
import { plainStyle } from '../../src/report/text-style.ts';

// Invented runs; nothing here is published anywhere.
const series = parseSeries({
  series: [
    {
      name: 'limits',
      points: [
        { tokens: 1000, correct: 60, n: 200, limit: 1000 },
        { tokens: 2000, correct: 110, n: 200, limit: 2000 },
        { tokens: 4000, correct: 150, n: 200, limit: 4000 },
        { tokens: 8100, correct: 100, n: 200, limit: 8000 },
        { tokens: 16000, correct: 60, n: 200, limit: 16000 },
      ],
    },
    {
      name: 'two',
      points: [
        { tokens: 1000, correct: 61, n: 200 },
        { tokens: 2000, correct: 60, n: 200 },
      ],
    },
  ],
});

const recipe = parseRecipe({
  name: 'invented',
  source: 'nowhere',
  rows: [
    {
      label: 'Limits',
      series: 'limits',
      note: 'As asked.',
      control: { bounds: [{ max: { field: 'limit' } }] },
      scaling: { points: { except: [{ limit: 16000 }] } },
      published: { control: 80, scaling: 8, performance: 75 },
    },
    { label: 'Two', series: 'two' },
  ],
});

test('the table shows the figures as the paper rounds them, beside the published ones and those of all runs', () => {
  const lines = metricsTable(measureSeries(series, recipe, { shuffles: 999 }), { ...plainStyle, width: 100 });
  // How columns are aligned is the matter of tableLines.
  expect(lines.map((line) => line.replace(/(?<=\S) {2,}/g, '  '))).toEqual([
    'invented: nowhere',
    '',
    'method  runs  Control  Scaling  95% interval  Performance  published  all runs',
    'Limits  5  80%  8  5 to 11  75.0  80 / 8 / 75.0 ✓  80 / 0 / 75.0',
    'Two  2  –  -1  -9 to 8  30.5  –  – / -1 / 30.5',
    '',
    'Control and Performance in %; Scaling in percentage points per doubling of the thinking tokens, the',
    'mean over all pairs of runs.',
    '1 of 1 rows come out as published.',
    'Limits: As asked. Scaling over 4 of 5 runs.',
    '',
    'Shown by the runs of each row (false alarm at most 5% per flag; a gain below 5 points counts as',
    'none; trend over log2 of the tokens, Holm over the places a flag could start; counts only, so runs',
    'compared as if their questions were independent):',
    expect.stringMatching(
      /^ {2}Limits {2}slope not different from 0 .*; saturates from 4,000 tokens .*; falls from 4,000 tokens: more thinking hurts \(p = 0\.00\d+\)$/,
    ),
    expect.stringMatching(/^ {2}Two {2}slope not different from 0 \(p = \S+\)$/),
  ]);
});

test('control characters in a label are shown and not obeyed', () => {
  const hostile = parseRecipe({ name: 'x\u001b[2J', rows: [{ label: 'a\u001b[31m', series: 'two' }] });
  const text = metricsTable(measureSeries(series, hostile, { shuffles: 99 }), plainStyle).join('\n');
  expect(text).not.toContain('\u001b');
  expect(text).toContain('a\\x1b[31m');
});
