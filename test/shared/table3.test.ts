import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { measureSeries, parseRecipe, parseSeries, scaling } from '../../src/metrics.ts';
import { metricsTable } from '../../src/report/metrics-table.ts';
import { plainStyle } from '../../src/report/text-style.ts';

const root = resolve(import.meta.dirname, '../..');
const file = join(root, '../shared/data/s1-published/series.json');

if (existsSync(file)) {
  const series = parseSeries(JSON.parse(readFileSync(file, 'utf8')));
  const recipe = parseRecipe(parse(readFileSync(join(root, 'recipes/s1-table3.yaml'), 'utf8')));
  const report = measureSeries(series, recipe);

  test('the recipe of the paper gives all seven rows of its Table 3, as printed there', () => {
    const lines = metricsTable(report, plainStyle);
    expect(lines).toContain('7 of 7 rows come out as published.');
    const table = lines.slice(3, 10).map((line) => line.replace(/ {2}\S+ to \S+ /, '').replace(/\s+/g, ' '));
    expect(table).toEqual([
      'BF 7 100% 15 56.7 100 / 15 / 56.7 ✓ 100 / 15 / 56.7',
      'TCC 5 40% -24 40.0 40 / -24 / 40.0 ✓ 40 / -24 / 40.0',
      'TCC + BF 5 100% 13 40.0 100 / 13 / 40.0 ✓ 100 / 13 / 40.0',
      'SCC 5 60% 3 36.7 60 / 3 / 36.7 ✓ 60 / 3 / 36.7',
      'SCC + BF 5 100% 6 36.7 100 / 6 / 36.7 ✓ 100 / 6 / 36.7',
      'CCC 2 50% 25 36.7 50 / 25 / 36.7 ✓ 50 / 25 / 36.7',
      'RS 6 100% -35 40.0 100 / -35 / 40.0 ✓ 100 / -29 / 40.0',
    ]);
  });

  test('the full values behind them are the mean slopes over all pairs, from exact fractions', () => {
    const scaling = report.rows.map((row) => row.scaling.value?.toFixed(2));
    expect(scaling).toEqual(['14.82', '-23.77', '13.16', '2.93', '6.41', '25.18', '-35.47']);
    expect(report.rows.at(-1)?.all.scaling.value?.toFixed(2)).toBe('-28.60');
    expect(report.rows[0]?.performance.value).toBe((100 * 17) / 30);
  });

  test('from accuracies rounded to a tenth of a percent the second row would be -23 instead of -24', () => {
    const points = series.find(({ name }) => name === 'token_conditional')?.points ?? [];
    const rounded = points.map(({ tokens, accuracy }) => ({ tokens, correct: Number(accuracy) * 10, n: 1000 }));
    expect(scaling(rounded).value?.toFixed(2)).toBe('-23.45');
  });

  test('with 30 questions only two of the seven slopes can be told from 0', () => {
    expect(report.rows.map((row) => row.flags?.slope.verdict)).toEqual([
      'rises',
      'flat',
      'rises',
      'flat',
      'flat',
      'flat',
      'flat',
    ]);
  });
} else {
  test('Table 3 of the paper is checked only where its published runs lie beside the repository', () => {
    console.info(`Not checked: ${file} is not there.`);
    expect(existsSync(join(root, 'recipes/s1-table3.yaml'))).toBe(true);
  });
}
