import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import type { RunPlan } from '../../src/core/run-plan.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { type FakeHost, fakeHost } from './fake-host.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mull-methods-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const few = ['pebble', '--limit', '6'];
const two = ['--method', 'think', '--method', 'majority:samples=4,waits=1'];

describe('mull eval --method', () => {
  test('keeps every chain of a strategy, how they voted, and what they cost together', async () => {
    await evaluate([...few, ...two]);
    const records = recordsOf().filter(({ setting }) => setting === 'majority:samples=4,waits=1');
    expect(records).toHaveLength(6);
    for (const record of records) {
      const { branches = [], votes = [], tokens } = record;
      expect(branches).toHaveLength(4);
      expect(new Set(branches.map(({ seed }) => seed)).size).toBe(4);
      const sum = (of: 'thinkingTokens' | 'answerTokens' | 'forcedTokens'): number =>
        branches.reduce((total, { receipt }) => total + (receipt?.[of] ?? Number.NaN), 0);
      expect(tokens).toMatchObject({
        thinking: sum('thinkingTokens'),
        answer: sum('answerTokens'),
        forced: sum('forcedTokens'),
        prompt: branches.reduce((total, { receipt }) => total + (receipt?.usage.prompt ?? Number.NaN), 0),
      });
      expect(votes.flatMap((vote) => vote.branches).length).toBe(votes.reduce((total, { count }) => total + count, 0));
      // The answer is that of a chain that voted for the winner, with its thinking, its receipt and its Wait.
      const taken = branches.find(({ branch }) => branch === votes[0]?.branches[0]);
      expect(record).toMatchObject({ answer: taken?.answer, thinking: taken?.thinking });
      expect(record.receipt?.thinkingTokens).toBe(taken?.receipt?.thinkingTokens);
      const [wait] = record.forced.filter(({ kind }) => kind === 'wait');
      expect(record.thinking.slice(wait?.offset)).toMatch(/^Wait/);
    }
  });

  test('asks one chain greedily and samples of a vote at temperature 1, unless told otherwise', async () => {
    await evaluate([...few, ...two]);
    expect(planOf()).toMatchObject({
      sampling: { temperature: 0 },
      settings: [
        { name: 'natural end', method: 'think' },
        { name: 'majority:samples=4,waits=1', method: 'majority:samples=4,waits=1', temperature: 1 },
      ],
    });
    expect(planOf().settings[0]).not.toHaveProperty('temperature');
    const { printed } = await mull(['eval', ...few, ...two, '--temperature', '0'], 2);
    expect(printed.error).toContain(
      'majority:samples=4,waits=1 compares samples, and at temperature 0 all are the same.',
    );
  });

  test('takes a chain under a budget for what it is: the same setting as that budget', async () => {
    const { printed } = await evaluate([...few, '--method', 'forced:waits=1', '--dry-run', '--json']);
    expect(JSON.parse(printed.output).plan.settings).toMatchObject([
      { name: 'waits=1', method: 'think', budget: { waits: 1 } },
    ]);
  });

  test('combines methods with a sweep', async () => {
    const { printed } = await evaluate([...few, ...two, '--sweep', 'max=8,16', '--dry-run', '--json']);
    const { settings } = JSON.parse(printed.output).plan;
    expect(settings.map(({ name }: { name: string }) => name)).toEqual([
      'max=8',
      'max=8 majority:samples=4,waits=1',
      'max=16',
      'max=16 majority:samples=4,waits=1',
    ]);
  });

  test('goes on where it stopped, makes nothing twice, and makes the same samples again', async () => {
    await evaluate([...few, ...two]);
    const whole = recordsOf();
    const path = join(folder, 'runs', runName(), 'records.jsonl');
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    writeFileSync(path, `${lines.slice(0, 7).join('\n')}\n`);
    const { printed } = await evaluate([...few, ...two]);
    expect(printed.error).toContain('7 are there, 5 to make');
    const byKey = (records: readonly RunRecord[]) =>
      records
        // What is still cached of prompts depends on what ran before.
        .map(({ key, answer, votes, tokens: { cached: _, ...tokens } }) => ({ key, answer, votes, tokens }))
        .sort((a, b) => a.key.localeCompare(b.key));
    expect(byKey(recordsOf())).toEqual(byKey(whole));
  });

  test('tells before it runs what all chains may take, and then what they took', async () => {
    const planned = await evaluate([...few, ...two, '--sweep', 'max=16', '--dry-run', '--json']);
    const [one, vote] = JSON.parse(planned.printed.output).estimates;
    expect(vote.mostTokens).toBe(4 * one.mostTokens);
    await evaluate([...few, ...two]);
    const { printed } = await evaluate(['pebble', '--limit', '12', ...two, '--dry-run', '--json']);
    const [, estimate] = JSON.parse(printed.output).estimates;
    const taken = recordsOf()
      .filter(({ setting }) => setting === estimate.setting)
      .reduce((sum, { tokens }) => sum + tokens.thinking + tokens.answer, 0);
    expect(estimate).toMatchObject({ samples: 6, expectedTokens: taken });
  });

  test('compares methods by the tokens of all their chains, in the table and in the picture', async () => {
    const { printed } = await evaluate([...few, ...two, '--method', 'majority:samples=2,waits=1']);
    expect(printed.output).toMatch(/chains\s+mean tokens, all chains/);
    const mean = recordsOf()
      .filter(({ setting }) => setting.startsWith('majority:samples=2'))
      .reduce((sum, { tokens }) => sum + (tokens.thinking + tokens.answer) / 6, 0);
    await mull(['report', runName(), '--out', 'curve.svg'], 0);
    const svg = readFileSync(join(folder, 'curve.svg'), 'utf8');
    expect(svg).toContain('Mean tokens of all chains (log2 scale)');
    expect(svg).toContain('budget forcing');
    expect(svg).toContain(`at ${Math.round(mean)} tokens`);
  });

  test('lists settings as they were asked for, whichever ended first', async () => {
    const slowFirst = ['--method', 'majority:samples=4,waits=2', '--method', 'think'];
    const { printed } = await evaluate([...few, ...slowFirst]);
    expect(printed.output.indexOf('majority:samples=4')).toBeLessThan(printed.output.indexOf('natural end'));
  });

  test('says how often each method kept to what it was asked: all chains to their tokens, the one taken to a maximum', async () => {
    const methods = [
      'rejection:within=200,tries=2',
      'rejection:within=100,tries=2',
      'spend:tokens=64',
      'spend:tokens=96',
    ];
    await evaluate([...few, ...methods.flatMap((method) => ['--method', method])]);
    const { printed } = await mull(['report', runName()], 0);
    expect(printed.output).toMatch(/rejection\s+2\s+100%/);
    expect(printed.output).toMatch(/spend\s+2\s+100%/);
  });

  test('counts answers that were only looked for, in the tokens of all chains', async () => {
    await evaluate([...few, '--method', 'probing:every=8,agree=2']);
    const records = recordsOf();
    expect(records.some(({ tokens }) => (tokens.probe ?? 0) > 0)).toBe(true);
    for (const { tokens, branches } of records) {
      expect(tokens.probe ?? 0).toBe(branches?.[0]?.probeTokens ?? 0);
    }
  });

  test('a recipe names methods beside its sweep, as text or as data', async () => {
    writeFileSync(
      join(folder, 'mine.yaml'),
      [
        'name: mine',
        'data: { pebble: { count: 4 } }',
        'sweep:',
        '  - waits: [0, 1]',
        'methods:',
        '  - majority:samples=2',
        '  - { name: majority, samples: 3, waits: 1 }',
      ].join('\n'),
    );
    const { printed } = await evaluate(['mine.yaml', '--dry-run', '--json']);
    const names = JSON.parse(printed.output).plan.settings.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['waits=0', 'waits=1', 'majority:samples=2', 'majority:samples=3,waits=1']);
    const only = await evaluate(['mine.yaml', '--method', 'majority:samples=2', '--dry-run', '--json']);
    expect(JSON.parse(only.printed.output).plan.settings).toHaveLength(1);
  });

  test.each([
    ['majority:sampels=3', 'majority has no field "sampels".', 'Did you mean "samples"?'],
    ['majority:samples=0', 'majority.samples must be a whole number of at least 1, got 0.', ''],
    ['forced:waits=-1', 'forced.waits must be', ''],
  ])('%s is refused before anything is asked', async (method, message, hint) => {
    const { printed } = await mull(['eval', ...few, '--method', method], 2);
    expect(printed.error).toContain(message);
    expect(printed.error).toContain(hint);
  });
});

function evaluate(argv: readonly string[]): Promise<FakeHost> {
  return mull(['eval', ...argv], 0);
}

async function mull(argv: readonly string[], exitCode: number): Promise<FakeHost> {
  const host = fakeHost({ workingDirectory: folder });
  const code = await run(argv, host);
  expect({ code, error: code === exitCode ? '' : host.printed.error }).toEqual({ code: exitCode, error: '' });
  return host;
}

function runName(): string {
  const [name = ''] = readdirSync(join(folder, 'runs'));
  return name;
}

function recordsOf(): RunRecord[] {
  return readFileSync(join(folder, 'runs', runName(), 'records.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): RunRecord => JSON.parse(line));
}

function planOf(): RunPlan {
  return JSON.parse(readFileSync(join(folder, 'runs', runName(), 'plan.json'), 'utf8'));
}
