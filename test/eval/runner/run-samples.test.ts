import { describe, expect, test } from 'vitest';
import { MullError } from '../../../src/core/mull-error.ts';
import type { RunRecord } from '../../../src/core/run-record.ts';
import type { Question } from '../../../src/dataset/question.ts';
import { judgeSample } from '../../../src/eval/runner/judge-sample.ts';
import { costOf, parsePriceTable, priceOf } from '../../../src/eval/runner/price-table.ts';
import { reachedLimit } from '../../../src/eval/runner/run-limits.ts';
import { startProgress } from '../../../src/eval/runner/run-progress.ts';
import { type RunSamplesOptions, runSamples } from '../../../src/eval/runner/run-samples.ts';
import { startSummary } from '../../../src/eval/summary/start-summary.ts';
import { buildReceipt, buildRecord, type ScriptedOptions, scriptedEngine } from '../../../src/testing.ts';
import { aPlan } from '../../support/a-plan.ts';

const script: ScriptedOptions = { script: ['Hm.</think>', '3'], words: ['Hm.', '3'] };

describe('samples', () => {
  test('are tried again where the engine failed for a moment, and say how often', async () => {
    const { records, end } = await runAll({ ...script, faults: [{ at: 'open', kind: 'error', times: 3 }] });
    expect(end).toBe('complete');
    expect(records.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['right', 4],
      ['wrong', 1],
    ]);
  });

  test('that fail every time become errors, and the others go on', async () => {
    const { records } = await runAll({ ...script, faults: [{ at: 'open', kind: 'error', times: 3 }] }, { retries: 2 });
    expect(records.map(({ status, attempts, error }) => [status, attempts, error?.code])).toEqual([
      ['error', 3, 'E_ENGINE_FAULT'],
      ['wrong', 1, undefined],
    ]);
  });

  test('are all given up where the engine is gone', async () => {
    const gone = runAll({ ...script, faults: [{ at: 'open', kind: 'crash' }] });
    await expect(gone).rejects.toMatchObject({ code: 'E_ENGINE_CRASHED' });
  });

  test('are broken off by the signal, with its reason', async () => {
    const abort = new AbortController();
    const faults: ScriptedOptions['faults'] = [{ at: 'open', kind: 'hang', times: 9 }];
    const running = runAll({ ...script, faults }, { signal: abort.signal });
    abort.abort(new MullError('E_ABORTED', 'Interrupted.', { hint: '' }));
    await expect(running).rejects.toMatchObject({ code: 'E_ABORTED', message: 'Interrupted.' });
  });

  test('that cannot be written down end the run', async () => {
    const full = new MullError('E_DISK_FULL', 'No space.', { hint: '' });
    const sink = { has: () => false, hasFailed: () => false, append: () => Promise.reject(full) };
    await expect(runAll(script, { sink })).rejects.toBe(full);
  });

  test('never say a secret that stands in an error', async () => {
    const error = new MullError('E_ENGINE_FAULT', 'Refused: api_key=sk-abcdefghijklmnopqrstuv', { hint: '' });
    const faults: ScriptedOptions['faults'] = [{ at: 'open', kind: 'error', times: 9, error }];
    const { records } = await runAll({ ...script, faults }, { retries: 0 });
    expect(JSON.stringify(records)).not.toContain('sk-abc');
    expect(records[0]?.error?.message).toContain('[redacted]');
  });
});

describe('the status of an answer', () => {
  const question = { id: 'q', text: '1 + 2?', gold: '3' };
  test.each([
    ['3', 'stop', 'right'],
    ['So it is 4.', 'stop', 'wrong'],
    ['The answer is 3 because', 'length', 'truncated'],
    ['', 'stop', 'no-answer'],
    ['...', 'stop', 'wrong'],
  ] as const)('%j that ends by %s is %s', (answer, finishReason, status) => {
    expect(judgeSample({ question, answer, finishReason }).status).toBe(status);
  });

  test('is none where only the words that lead into it are there', () => {
    const warnings = [{ code: 'W_ANSWER_EMPTY' as const, message: '' }];
    const receipt = { ...buildReceipt(), warnings };
    expect(judgeSample({ question, answer: 'Final Answer:', finishReason: 'stop', receipt })).toMatchObject({
      status: 'no-answer',
      verdict: { equal: false },
    });
  });
});

describe('limits', () => {
  test.each([
    [{}, { cost: 0, errors: 10, toDo: 50 }, undefined],
    [{}, { cost: 0, errors: 11, toDo: 50 }, 'errors'],
    [{}, { cost: 0, errors: 20, toDo: 200 }, undefined],
    [{ maxErrors: 0 }, { cost: 0, errors: 1, toDo: 200 }, 'errors'],
    [{ maxErrors: { share: 0.5 } }, { cost: 0, errors: 51, toDo: 100 }, 'errors'],
    [{ maxCost: 2 }, { cost: 1.99, errors: 0, toDo: 9 }, undefined],
    [{ maxCost: 2 }, { cost: 2, errors: 0, toDo: 9 }, 'cost'],
  ] as const)('%j with %j: %s', (limits, spent, reached) => {
    expect(reachedLimit(limits, spent)).toBe(reached);
  });
});

describe('prices', () => {
  const table = parsePriceTable(
    { models: { 'gpt-*': { prompt: 2, output: 8 }, 'gpt-x': { prompt: 1, cached: 0.1, output: 4 } } },
    'prices',
  );

  test('are found by name before pattern', () => {
    expect(priceOf('gpt-x', table)).toEqual({ prompt: 1, cached: 0.1, output: 4 });
    expect(priceOf('gpt-5.1', table)).toEqual({ prompt: 2, output: 8 });
    expect(priceOf('qwen', table)).toBeUndefined();
    expect(priceOf('toString', table)).toBeUndefined();
  });

  test('count what went through the model, what was cached and what was sampled', () => {
    const usage = { prompt: 100, cached: 40, evaluated: 110, sampled: 50, discarded: 0 };
    expect(costOf({ usage }, { prompt: 1, cached: 0.1, output: 4 })).toBeCloseTo((60 + 4 + 200) / 1e6, 12);
    expect(costOf({ usage }, { prompt: 1, output: 4 })).toBeCloseTo((60 + 40 + 200) / 1e6, 12);
  });

  test('of the wrong form are refused', () => {
    expect(() => parsePriceTable({ models: { x: { promt: 1, output: 2 } } }, 'prices.yaml')).toThrow(
      'prices.yaml.models.x',
    );
  });
});

describe('progress', () => {
  test('counts what was there, and tells speed and time by what is made now', () => {
    let now = 100;
    const tally = startProgress(10, () => now);
    tally.recall(buildRecord({ status: 'right' }));
    expect(tally.progress()).toMatchObject({
      done: 1,
      planned: 10,
      tokensPerSecond: undefined,
      secondsLeft: undefined,
    });
    now = 104;
    tally.add(buildRecord({ status: 'truncated', sample: 1 }));
    tally.add(buildRecord({ status: 'error', sample: 2 }));
    tally.addTokens(400);
    const progress = tally.progress();
    expect(progress).toMatchObject({ done: 3, truncated: 0.5, tokensPerSecond: 100, secondsLeft: 7 * 2 });
    expect(progress.accuracy).toMatchObject({ right: 1, total: 2 });
  });

  test('and the figures of the run agree on the samples in which mull stepped in', () => {
    const tally = startProgress(4, () => 0);
    const figures = startSummary();
    const kinds = ['wait', 'cut', 'open', 'close'] as const;
    for (const [sample, kind] of kinds.entries()) {
      const record = buildRecord({ sample, forced: [{ kind, text: '', position: 0, offset: 0 }] });
      tally.add(record);
      figures.add(record);
    }
    // What the model opened or closed by itself is not counted, though mull writes the delimiter.
    expect(tally.progress().forced).toBe(2 / 4);
    expect(figures.summary().settings[0]?.forced).toEqual({ samples: 2, cuts: 1, waits: 1 });
  });
});

async function runAll(
  engine: ScriptedOptions,
  options: Partial<RunSamplesOptions> = {},
): Promise<{ readonly records: readonly RunRecord[]; readonly end: string }> {
  const questions: Question[] = [
    { id: 'q1', text: '1 + 2?', gold: '3', hash: '1' },
    { id: 'q2', text: '1 + 3?', gold: '4', hash: '2' },
  ];
  const records: RunRecord[] = [];
  const sink = {
    has: () => false,
    hasFailed: () => false,
    append: async (record: RunRecord) => {
      records.push(record);
    },
  };
  const end = await runSamples({
    plan: aPlan(),
    questions: new Map(questions.map((question) => [question.id, question])),
    engine: scriptedEngine({ slots: 2, ...engine }),
    sink,
    session: 0,
    concurrency: 1,
    retries: 5,
    retryDelay: 1,
    ...options,
  });
  return { records, end };
}
