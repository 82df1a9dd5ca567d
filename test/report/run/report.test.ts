import { describe, expect, test } from 'vitest';
import type { RunPlan, RunSetting } from '../../../src/core/run-plan.ts';
import { sampleCsv, settingsCsv } from '../../../src/report/run/report-csv.ts';
import { reportMarkdown } from '../../../src/report/run/report-markdown.ts';
import { runNotes } from '../../../src/report/run/run-notes.ts';
import { seriesOfRuns } from '../../../src/report/run/series-of-runs.ts';
import { groupTable, summaryTable } from '../../../src/report/run/summary-table.ts';
import { buildRecord } from '../../../src/testing.ts';
import { aRun, sweepPlan } from '../../support/a-sweep.ts';

const named = (name: string, budget: RunSetting['budget'], fields: Partial<RunSetting> = {}): RunSetting => ({
  name,
  budget,
  method: 'think',
  questions: 1,
  samples: 1,
  ...fields,
});

function curves(settings: readonly RunSetting[], fields: Partial<RunPlan> = {}) {
  const records = settings.map(({ name }, i) => buildRecord({ setting: name, tokens: { thinking: 10 * (i + 1) } }));
  return seriesOfRuns([aRun(sweepPlan({ settings, ...fields }), records)]).map(({ name, points, published }) => ({
    name,
    ...(published ? { published } : {}),
    points: points.map(({ label, kind }) => `${label}: ${kind}`),
  }));
}

describe('settings become curves', () => {
  test('maxima from low to high, the natural end, then Waits from few to many are one', () => {
    expect(
      curves([
        named('waits=2', { waits: 2 }),
        named('max=64', { max: 64 }),
        named('natural end', {}),
        named('max=8', { max: 8 }),
      ]),
    ).toEqual([{ name: 'scripted', points: ['max=8: cut', 'max=64: cut', 'natural end: natural', 'waits=2: waits'] }]);
  });

  test('a maximum together with Waits is a curve for each number of Waits', () => {
    const grid = [8, 16].flatMap((max) => [0, 2].map((waits) => named(`max=${max} waits=${waits}`, { max, waits })));
    expect(curves(grid).map(({ name }) => name)).toEqual(['scripted', '2 Waits']);
  });

  test('what differs besides the bounds is a curve of its own', () => {
    const settings = [0, 1].flatMap((temperature) =>
      [8, 16].map((max) => named(`max=${max} temperature=${temperature}`, { max }, { temperature })),
    );
    expect(curves(settings).map(({ name }) => name)).toEqual(['temperature=0', 'temperature=1']);
  });

  test('published figures with tokens are drawn beside them', () => {
    const published = [
      { model: 's1-32B', label: 'max 500', setting: 'max=8', accuracy: 10, tokens: 500, source: 'a paper' },
      { model: 's1-32B', label: 'Wait 2x', setting: 'waits=2', accuracy: 53.3, tokens: 7000, source: 'a paper' },
      { model: 's1-32B', label: 'no tokens', accuracy: 50, source: 'a paper' },
    ];
    expect(curves([named('max=8', { max: 8 })], { published }).at(-1)).toEqual({
      name: 's1-32B, published',
      published: true,
      points: ['s1-32B, max 500: cut', 's1-32B, Wait 2x: waits'],
    });
  });

  test('a setting of nothing but errors has no place in a figure', () => {
    const run = aRun(sweepPlan(), [
      buildRecord({ setting: 'max=16', status: 'error' }),
      buildRecord({ setting: 'max=64' }),
    ]);
    expect(seriesOfRuns([run])[0]?.points.map(({ label }) => label)).toEqual(['max=64']);
  });
});

describe('what to know before believing a run', () => {
  test('is said once for all settings it is true of', () => {
    const { summary } = aRun(sweepPlan(), [
      buildRecord({ setting: 'waits=2', receipt: { waits: 0 } }),
      buildRecord({ setting: 'max=500' }),
      buildRecord({ setting: 'max=900', status: 'no-answer' }),
      buildRecord({ setting: 'max=8', status: 'error' }),
    ]);
    expect(runNotes(summary.settings)).toEqual([
      'No Wait was ever forced: waits=2',
      'The maximum was never reached: max=500, max=900',
      'Every answer is empty: max=900',
      'Samples that failed and are not counted: max=8 (1 of 1: 1 E_ENGINE_UNREACHABLE)',
    ]);
  });

  test('of logs without receipts is never that nothing was forced', () => {
    const { summary } = aRun(sweepPlan(), [buildRecord({ setting: 'waits=2', receipt: null })]);
    expect(runNotes(summary.settings)).toEqual(['Token counts are estimated: waits=2']);
  });
});

describe('tables', () => {
  test('leave out columns that would say the same in every row for want of a case', () => {
    expect(summaryTable([aRun()]).headings).not.toContain('truncated');
    const truncated = aRun(sweepPlan(), [buildRecord({ setting: 'max=16', status: 'truncated' })]);
    expect(summaryTable([truncated]).headings).toContain('truncated');
  });

  test('by level have a column for each setting', () => {
    expect(groupTable(aRun(), 'levels')).toMatchObject({
      headings: ['level', 'questions', 'max=16', 'max=64', 'natural end', 'waits=2'],
      rows: [
        ['1', '7', '28.6%', '57.1%', '57.1%', '85.7%'],
        ['2', '7', expect.any(String), expect.any(String), expect.any(String), expect.any(String)],
        ['3', '6', expect.any(String), expect.any(String), expect.any(String), expect.any(String)],
      ],
    });
    expect(groupTable(aRun(), 'subjects')).toBeUndefined();
  });
});

describe('texts of models in data', () => {
  const hostile = '| <script> [x](y) `z` \n # a';

  test('cannot break a Markdown table or become markup', () => {
    const run = aRun(sweepPlan({ dataset: { name: hostile, source: 'x', hash: '', size: 1 } }), [
      buildRecord({ setting: hostile }),
      buildRecord({ setting: hostile, question: { id: 'q2' }, status: 'wrong' }),
    ]);
    const text = reportMarkdown([run]);
    expect(text).not.toMatch(/(?<!\\)<script/);
    expect(text.split('\n').filter((line) => line.startsWith('# '))).toHaveLength(1);
    expect(text).toContain('\\| \\<script\\> \\[x\\](y) \\`z\\` \\# a');
  });

  test('cannot become formulas of a spreadsheet; numbers stay numbers', () => {
    const row = (text: string): string =>
      sampleCsv('run', buildRecord({ extraction: { text, rule: 'x' } }), { confidential: false });
    expect(row('=HYPERLINK("http://x")')).toContain(`,"'=HYPERLINK(""http://x"")",`);
    expect(row('-3')).toContain(',-3,');
    expect(row('-cmd')).toContain(`,'-cmd,`);
    expect(row('a,b\nc')).toContain(',"a,b\nc",');
  });

  test('have a heading for every column', () => {
    const [heading = '', first = ''] = settingsCsv([aRun()]).split('\r\n');
    expect(first.split(',')).toHaveLength(heading.split(',').length);
  });
});
