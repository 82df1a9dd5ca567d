import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { sweepPlan, sweepRecords, writeRun } from '../support/a-sweep.ts';
import { type FakeHost, fakeHost } from './fake-host.ts';

const folder = mkdtempSync(join(tmpdir(), 'mull-report-'));
const runs = join(folder, 'runs');
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(async () => {
  await writeRun(runs, sweepPlan({ id: 'sums' }), sweepRecords());
  const others = sweepRecords(({ setting }) => (setting === 'max=16' ? { status: 'truncated' } : {}));
  await writeRun(runs, sweepPlan({ id: 'others', engine: { id: 'other', model: 'other' } }), others);
  const secret = sweepPlan({
    id: 'secret',
    dataset: { name: 'secrets', source: 'x', hash: '', size: 20, confidential: true },
  });
  await writeRun(runs, secret, sweepRecords());
});

describe('mull report', () => {
  test('prints curve, table and the figures of the paper', async () => {
    const { printed } = await report(['sums']);
    expect(printed.output).toMatch(/^scripted on sums\n20 questions, one sample each, temperature 0\n/);
    expect(printed.output).toContain('● with a maximum · ◆ natural end · 1–2 so many Waits');
    expect(printed.output).toMatch(/^natural end +60\.0% +38\.7–78\.1 +12\/20 +60\.0 +60\.0 +0%$/m);
    expect(printed.output).toMatch(/^scripted +4 +\+\d+\.\d points/m);
    expect(printed.error).toBe('');
  });

  test('says what to know before believing it', async () => {
    const { printed } = await report(['others']);
    expect(printed.output).toContain(
      '▲ Truncated answers; with more room accuracy lies: max=16 (20 of 20: between 0.0% and 100.0%)',
    );
    expect(printed.output).toContain('▲ The maximum was never reached: max=64');
  });

  test('takes several runs, by name or by path', async () => {
    const { printed } = await report(['sums', join(runs, 'others')]);
    expect(printed.output).toMatch(/^scripted, other on sums$/m);
    expect(printed.output).toMatch(/^other +waits=2 +80\.0%/m);
  });

  test('gives everything as JSON, in a form that mull metrics reads', async () => {
    const { printed } = await report(['sums', '--json']);
    const value = JSON.parse(printed.output);
    expect(value.runs[0].summary.settings[0]).toMatchObject({ setting: 'max=16', accuracy: { right: 4, total: 20 } });
    writeFileSync(join(folder, 'series.json'), printed.output);
    const host = fakeHost({ workingDirectory: folder });
    expect(await run(['metrics', 'series.json'], host)).toBe(0);
    expect(host.printed.output).toMatch(/^scripted +4 /m);
    expect(host.printed.output).toContain('runs compared question by question');
  });

  test.each(['svg', 'png', 'md', 'csv', 'json'])('writes a .%s', async (ending) => {
    const { printed } = await report(['sums', '--out', `r.${ending}`]);
    expect(printed.output).toBe(`Written: r.${ending}\n`);
    expect(readFileSync(join(folder, `r.${ending}`)).length).toBeGreaterThan(300);
  });

  test('writes a row for each setting, or for each sample', async () => {
    await report(['sums', '--out', 'settings.csv']);
    const settings = parse(readFileSync(join(folder, 'settings.csv')), { columns: true });
    expect(settings).toHaveLength(4);
    expect(settings[0]).toMatchObject({ run: 'sums', setting: 'max=16', right: '4', accuracy: '0.2', cuts: '20' });
    await report(['sums', 'others', '--out', 'samples.csv', '--samples']);
    const samples = parse(readFileSync(join(folder, 'samples.csv')), { columns: true });
    expect(samples).toHaveLength(160);
    expect(samples[0]).toMatchObject({ run: 'sums', question: 'q1', status: 'right', gold: '0', ended_by: 'max' });
  });

  test('leaves out of data what must not become public, unless told otherwise', async () => {
    await report(['secret', '--out', 'secret.csv', '--samples']);
    expect(parse(readFileSync(join(folder, 'secret.csv')), { columns: true })[1]).toMatchObject({
      gold: '',
      extracted: '',
    });
    await report(['secret', '--out', 'secret.csv', '--samples', '--show-confidential']);
    expect(parse(readFileSync(join(folder, 'secret.csv')), { columns: true })[1]).toMatchObject({ gold: '2' });
  });

  test('draws published series beside runs, or alone', async () => {
    const points = [{ tokens: 16, correct: 1, n: 20, setting: '=16' }];
    writeFileSync(join(folder, 'paper.json'), JSON.stringify({ series: [{ name: 'bf', model: 's1', points }] }));
    await report(['sums', '--series', 'paper.json#bf', '--out', 'both.svg']);
    expect(readFileSync(join(folder, 'both.svg'), 'utf8')).toContain('s1, published');
    await report(['--series', 'paper.json#bf', '--out', 'alone.svg']);
    expect(readFileSync(join(folder, 'alone.svg'), 'utf8')).toContain('=16: 5.0%');
  });

  test('keeps good lines of a damaged run and names the bad one', async () => {
    await writeRun(runs, sweepPlan({ id: 'damaged' }), sweepRecords());
    appendFileSync(join(runs, 'damaged', 'records.jsonl'), '{"key":\n');
    const { printed } = await report(['damaged']);
    expect(printed.error).toContain('records.jsonl: line 81 is not JSON; it is left out.');
    expect(printed.output).toMatch(/^max=16 +20\.0%/m);
  });

  test.each([
    [[], 'There is no run to report.'],
    [['sum'], 'There is no run "sum".'],
    [['sums', '--out', 'report.htm'], '--out "report.htm" does not end in the name of a form.'],
    [['sums', '--width', '500'], '--width is for pictures.'],
    [['sums', '--samples'], '--samples is for tables of data.'],
    [['sums', '--series', 'x.json', '--out', 'a.svg'], '--series must be a file and a name in it, got "x.json".'],
    [['sums', '--figure', 'curves', '--out', 'a.svg'], '--figure must be one of curve, tokens, got "curves".'],
  ])('%j is refused', async (argv, message) => {
    const { printed } = await report(argv, 2);
    expect(printed.error).toContain(message);
    expect(printed.output).toBe('');
  });

  test('a file that cannot be written is an error, and nothing is left behind', async () => {
    const { printed } = await report(['sums', '--out', 'nowhere/r.md'], 1);
    expect(printed.error).toContain('E_OUTPUT_FAILED  nowhere/r.md cannot be written (ENOENT).');
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });
});

async function report(argv: readonly string[], exitCode = 0): Promise<FakeHost> {
  const host = fakeHost({ workingDirectory: folder });
  expect([await run(['report', ...argv], host), host.printed.error]).toEqual([
    exitCode,
    exitCode === 0 && !argv.includes('damaged') ? '' : host.printed.error,
  ]);
  return host;
}
