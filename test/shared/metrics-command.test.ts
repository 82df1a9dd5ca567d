import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { script } from '../e2e/mull.ts';

const root = resolve(import.meta.dirname, '../..');
const series = '../shared/data/s1-published/series.json';

if (existsSync(join(root, series))) {
  test('mull metrics prints the seven rows of the paper as printed there', () => {
    const output = execFileSync(process.execPath, [script, 'metrics', series, '--recipe', 'recipes/s1-table3.yaml'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(output).toContain('7 of 7 rows come out as published.');
    const rows = output.split('\n').slice(3, 10);
    expect(rows.map((row) => /^\S+(?: \+ BF)?/.exec(row)?.[0])).toEqual([
      'BF',
      'TCC',
      'TCC + BF',
      'SCC',
      'SCC + BF',
      'CCC',
      'RS',
    ]);
  });
} else {
  test('the paper table of mull metrics is checked only where its published runs lie beside the repository', () => {
    console.info(`Not checked: ${series} is not there.`);
    expect(existsSync(join(root, 'recipes/s1-table3.yaml'))).toBe(true);
  });
}
