import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SampleStatus } from '../../../src/core/run-record.ts';
import { quantile } from '../../../src/eval/metrics/quantile.ts';
import { readSetting } from '../../../src/eval/summary/read-setting.ts';
import { tokenDistribution } from '../../../src/eval/summary/token-distribution.ts';
import { accuracy, accuracyOverQuestions, startSummary, summarise } from '../../../src/metrics.ts';
import { buildRecord } from '../../../src/testing.ts';

const statuses = ['right', 'wrong', 'truncated', 'no-answer', 'error'] as const satisfies SampleStatus[];

test('every setting is a row, in the order in which it was first seen', async () => {
  const { settings, samples, questions } = await summarise([
    buildRecord({ setting: 'max=500' }),
    buildRecord({ setting: 'waits=2', receipt: { endedBy: 'model' } }),
    buildRecord({ setting: 'max=500', question: { id: 'q2' }, status: 'wrong' }),
  ]);
  expect(samples).toBe(3);
  expect(questions).toEqual(['q1', 'q2']);
  expect(settings.map(({ setting, asked }) => ({ setting, asked }))).toEqual([
    { setting: 'max=500', asked: { max: 500 } },
    { setting: 'waits=2', asked: { waits: 2 } },
  ]);
  expect(settings[0]).toMatchObject({ questions: 2, accuracy: accuracy(1, 2) });
  expect(settings[1]?.outcomes).toEqual({ samples: [1, 0], right: [1, 0] });
});

test('a truncated answer is not right, but the ceiling takes it as if it were; an error is left out of both', async () => {
  const records = statuses.map((status, i) => buildRecord({ status, question: { id: `q${i}` } }));
  const [setting] = (await summarise(records)).settings;
  expect(setting?.samples).toBe(5);
  expect(setting?.statuses).toEqual({ right: 1, wrong: 1, truncated: 1, 'no-answer': 1, error: 1 });
  expect(setting?.accuracy).toEqual(accuracy(1, 4));
  expect(setting?.ceiling).toEqual(accuracy(2, 4));
  expect(setting?.errors).toEqual({ E_ENGINE_UNREACHABLE: 1 });
  expect(setting?.thinking.mean).toBe(100);
});

test('a setting of nothing but errors has no accuracy', async () => {
  const [setting] = (await summarise([buildRecord({ status: 'error' })])).settings;
  expect(setting).toMatchObject({ accuracy: null, ceiling: null, questions: 0, thinking: { mean: 0, median: 0 } });
});

test('cuts and Waits are counted, and the samples mull stepped in', async () => {
  const [cut, waited] = (
    await summarise([
      buildRecord({ setting: 'max=40', tokens: { thinking: 40 } }),
      buildRecord({ setting: 'max=40', tokens: { thinking: 12 } }),
      buildRecord({ setting: 'waits=2', thinking: 'It is 41. Wait, 42. Wait, yes.' }),
    ])
  ).settings;
  expect(cut?.forced).toEqual({ samples: 1, cuts: 1, waits: 0 });
  expect(cut?.endedBy).toEqual({ max: 1, model: 1 });
  expect(waited?.forced).toEqual({ samples: 1, cuts: 0, waits: 2 });
});

test('levels and subjects are apart, level 10 after level 2', async () => {
  const records = ['10', '2'].flatMap((level) =>
    [true, false].map((right, i) =>
      buildRecord({
        status: right ? 'right' : 'wrong',
        question: { id: `${level}-${i}`, level, subject: 'algebra' },
        tokens: { thinking: 10 * Number(level) },
      }),
    ),
  );
  const [setting] = (await summarise(records)).settings;
  expect(setting?.levels).toMatchObject([
    { name: '2', samples: 2, accuracy: { right: 1, total: 2 }, meanThinkingTokens: 20 },
    { name: '10', samples: 2, accuracy: { right: 1, total: 2 }, meanThinkingTokens: 100 },
  ]);
  expect(setting?.subjects).toMatchObject([{ name: 'algebra', samples: 4 }]);
});

test('what was spent is summed over all samples; without any price there is no cost', async () => {
  const [setting] = (
    await summarise([
      buildRecord({ seconds: 2, tokens: { prompt: 20, thinking: 5 }, cost: 0.25 }),
      buildRecord({ seconds: 3, tokens: { prompt: 22, thinking: 7 }, status: 'error', receipt: null }),
    ])
  ).settings;
  expect(setting).toMatchObject({ seconds: 5, cost: 0.25, tokens: { prompt: 42, thinking: 12 } });
  expect((await summarise([buildRecord()])).settings[0]?.cost).toBeNull();
});

test('warnings are counted by sample, and the counting is the weakest of all', async () => {
  const warning = { code: 'W_WAITS_UNSPENT', message: '1 of 2 waits were spent.' } as const;
  const [setting] = (
    await summarise([
      buildRecord({ receipt: { warnings: [warning, warning] } }),
      buildRecord({ receipt: { counting: 'estimated' } }),
      buildRecord(),
    ])
  ).settings;
  expect(setting).toMatchObject({ warnings: { W_WAITS_UNSPENT: 1 }, counting: 'estimated' });
});

test('a summary can be read while records are still coming', () => {
  const builder = startSummary();
  builder.add(buildRecord());
  expect(builder.summary().samples).toBe(1);
  builder.add(buildRecord({ question: { id: 'q2' } }));
  expect(builder.summary().settings[0]?.accuracy).toEqual(accuracy(2, 2));
});

test('the name of a setting says what was asked, and what else sets it apart', () => {
  expect(readSetting('max=500 waits=2 prompt=step')).toEqual({
    numbers: { max: 500, waits: 2 },
    method: 'prompt=step',
  });
  expect(readSetting('default')).toEqual({ numbers: {}, method: 'default' });
});

test('with one sample per question the interval is the plain one; samples that always agree count as one', () => {
  const once = Array.from({ length: 30 }, (_, i) => ({ right: i < 8 ? 1 : 0, samples: 1 }));
  const eightTimes = once.map(({ right }) => ({ right: 8 * right, samples: 8 }));
  expect(accuracyOverQuestions(once)).toEqual(accuracy(8, 30));
  const repeated = accuracyOverQuestions(eightTimes);
  expect(repeated).toMatchObject({ right: 64, total: 240 });
  expect(repeated.interval.low).toBeCloseTo(accuracy(8, 30).interval.low, 10);
  expect(repeated.interval.high).toBeCloseTo(accuracy(8, 30).interval.high, 10);
});

test('an interval over repeated samples lies between that of the questions and that of the samples', () => {
  const question = fc.integer({ min: 0, max: 8 }).map((right) => ({ right, samples: 8 }));
  fc.assert(
    fc.property(fc.array(question, { minLength: 1, maxLength: 40 }), (questions) => {
      const { interval, right, total } = accuracyOverQuestions(questions);
      const width = interval.high - interval.low;
      const samples = accuracy(right, total).interval;
      expect(interval.low).toBeLessThanOrEqual(right / total);
      expect(interval.high).toBeGreaterThanOrEqual(right / total);
      expect(width).toBeGreaterThanOrEqual(samples.high - samples.low - 1e-12);
    }),
  );
});

test('quantiles of token counts are those of the sorted list below 4,096 tokens, and within 0.05 % above', () => {
  const tokens = fc.array(fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 10_000_000 })), {
    minLength: 1,
  });
  fc.assert(
    fc.property(tokens, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
      const distribution = tokenDistribution();
      for (const value of values) distribution.add(value);
      const sorted = [...values].sort((a, b) => a - b);
      const exact = quantile(sorted, share);
      expect(Math.abs(distribution.quantile(share) - exact)).toBeLessThanOrEqual(0.0005 * exact + 1e-6);
      expect(distribution.sum).toBe(values.reduce((sum, value) => sum + value, 0));
    }),
  );
});

test('a million token counts take a few thousand cells', () => {
  const distribution = tokenDistribution();
  for (let i = 0; i < 1_000_000; i += 1) distribution.add((i * 7919) % 32_768);
  expect(distribution.counts().length).toBeLessThan(11_000);
  expect(distribution.count).toBe(1_000_000);
});
