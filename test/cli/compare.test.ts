import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { sweepPlan, sweepRecords, writeRun } from '../support/a-sweep.ts';
import { type FakeHost, fakeHost } from './fake-host.ts';

const folder = mkdtempSync(join(tmpdir(), 'mull-compare-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(async () => {
  const runs = join(folder, 'runs');
  await writeRun(runs, sweepPlan({ id: 'before' }), sweepRecords());
  await writeRun(
    runs,
    sweepPlan({ id: 'after' }),
    sweepRecords(() => ({ status: 'right' })),
  );
});

describe('mull compare', () => {
  test('says whether the second run is better, over all settings and in each', async () => {
    const { printed } = await compare(['before', 'after']);
    expect(printed.output).toMatch(
      /^after \(all settings\) is better than before \(all settings\): 100\.0% against 53\.8%\./,
    );
    expect(printed.output).toContain('20 questions in both: 16 gained, 0 lost;');
    expect(printed.output).toMatch(/^ +At equal tokens:/m);
    expect(printed.output).toMatch(/^before \(max=16\) +after \(max=16\) +20\.0% +100\.0% +\+80\.0 .* 16 +0 /m);
  });

  test('compares two settings of one run', async () => {
    const { printed } = await compare(['before#natural end', 'before#waits=2']);
    expect(printed.output).toMatch(/^No difference between natural end and waits=2 is shown: 80\.0% against 60\.0%\./);
    expect(printed.output).toContain('gained: q13, q14, q15, q16');
    expect(printed.output).toContain('Not at equal tokens: waits=2 thinks 1.67 times as long');
  });

  test('gives everything as JSON', async () => {
    const { printed } = await compare(['before', 'after', '--json']);
    const { comparisons } = JSON.parse(printed.output);
    expect(comparisons).toHaveLength(5);
    expect(comparisons[1]).toMatchObject({
      verdict: 'better',
      first: { run: 'before', setting: 'max=16' },
      questions: 20,
    });
  });

  test('writes a row per question, a table, or the page of both opened at the flips', async () => {
    await compare(['before#max=16', 'after', '--out', 'c.csv']);
    const rows = parse(readFileSync(join(folder, 'c.csv')), { columns: true });
    expect(rows).toHaveLength(20);
    expect(rows[4]).toMatchObject({ question: 'q5', first_right: '0', second_right: '1', flip: 'gained' });
    await compare(['before', 'after', '--out', 'c.md']);
    expect(readFileSync(join(folder, 'c.md'), 'utf8')).toContain('- gained: q5, q6');
    await compare(['before', 'after', '--out', 'c.html']);
    expect(readFileSync(join(folder, 'c.html'), 'utf8')).toContain('data-start="#beside=1&amp;filter=flipped"');
    await compare(['before#max=16', 'before#max=64', '--out', 'c.html']);
    expect(readFileSync(join(folder, 'c.html'), 'utf8')).toContain(
      'data-start="#setting=max%3D16&amp;beside=0&amp;beside-setting=max%3D64&amp;filter=flipped"',
    );
  });

  test.each([
    [['before'], 'The argument <second> is missing.'],
    [['before', 'before'], 'before was given twice.'],
    [['before', 'after#max=65'], 'after has no setting "max=65".'],
    [['before', 'after', '--out', 'c.svg'], 'A comparison has no picture'],
    [['before', 'afterwards'], 'There is no run "afterwards".'],
  ])('%j is refused', async (argv, message) => {
    const { printed } = await compare(argv, 2);
    expect(printed.error).toContain(message);
  });
});

async function compare(argv: readonly string[], exitCode = 0): Promise<FakeHost> {
  const host = fakeHost({ workingDirectory: folder });
  expect([await run(['compare', ...argv], host), exitCode === 0 ? host.printed.error : '']).toEqual([exitCode, '']);
  return host;
}
