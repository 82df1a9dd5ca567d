import { describe, expect, test } from 'vitest';
import { openEngine } from '../../src/adapter/open-engine.ts';
import { demoBudgets } from '../../src/cli/demo/demo-budgets.ts';
import { demoQuestions, sweepQuestion } from '../../src/cli/demo/demo-questions.ts';
import { solvePebbleQuestion } from '../../src/dataset/solve-pebble-question.ts';
import { accuracySweep } from '../../src/eval/accuracy-sweep.ts';
import { mull } from './mull.ts';

describe('mull demo', () => {
  test('shows one question three ways, then the curve, and what to do next', async () => {
    const { output, error, exitCode } = await mull(['demo', '--questions', '100']);
    expect([error, exitCode]).toEqual(['', 0]);

    expect(output).toContain('It was trained to use Waits, and answers no other kind of question.');
    expect(output).toContain('drawn with --seed 1');
    const question = /^Last digit: .*\?$/m.exec(output)?.[0] ?? '';
    const exact = solvePebbleQuestion(question);
    expect(output).toContain(`The exact answer is ${exact}.`);

    const [, natural = '', short = '', waited = ''] = output.split(
      /^As long as it likes$|^At most 16 tokens$|^Told to wait 3 times$/m,
    );
    expect(natural).toContain(`✗ wrong: the exact answer is ${exact}`);
    expect(short).toContain('[cut at 16]');
    expect(short).toContain('thought 16 of at most 16 tokens · ended by max · held by mull');
    expect(waited).toContain('3 waits · ended by the model · held by mull');
    expect(waited).toContain(`✓ right: the exact answer is ${exact}`);

    expect(output).toContain('Accuracy by mean thinking tokens');
    for (const max of [0, 8, 16, 24, 32, 48, 64]) expect(output).toMatch(new RegExp(`^at most ${max} +\\d+%`, 'm'));
    expect(output).toMatch(/^natural end +\d+%/m);
    expect(output).toMatch(/^4 waits +\d+%/m);
    expect(output).toContain('12 budgets on 100 questions');
    expect(output).not.toContain('\r');

    const next = [...output.slice(output.indexOf('\nNext\n')).matchAll(/^ {2}npx mull (.*?)(?: {2}|$)/gm)];
    expect(next).toHaveLength(3);
    for (const [, command = ''] of next) expect(await mull(command.trim().split(' '))).toMatchObject({ exitCode: 0 });
  }, 60_000);

  test('gives the curve as data, the same for the same seed', async () => {
    const measured = async (): Promise<Record<string, unknown>> => {
      const { output, error } = await mull(['demo', '--json', '--questions', '20', '--seed', '3']);
      expect(error).toBe('');
      const { seconds, ...rest } = JSON.parse(output);
      expect(seconds).toBeGreaterThan(0);
      return rest;
    };
    const first = await measured();
    expect(first).toMatchObject({ seed: 3, engine: 'pocket:pebble', example: { results: [{}, {}, {}] } });
    expect((first.curve as { budget: unknown }[]).map(({ budget }) => budget)).toEqual(demoBudgets);
    expect(first.curve).toEqual((await measured()).curve);
  }, 60_000);

  test('other seeds draw other questions', async () => {
    const example = async (seed: string): Promise<string> =>
      JSON.parse((await mull(['demo', '--json', '--questions', '3', '--seed', seed])).output).example.text;
    expect(await example('1')).not.toBe(await example('2'));
  }, 60_000);
});

describe('what the demo shows holds whatever questions are drawn', () => {
  test('a natural end beats a maximum of 16, and three Waits beat a natural end, by 20 points each, for five seeds', async () => {
    const engine = await openEngine('pebble');
    try {
      for (const seed of [1, 2, 3, 4, 5]) {
        const [short, natural, waited] = await accuracySweep({
          engine,
          questions: demoQuestions(seed, 120).map(sweepQuestion),
          budgets: [{ max: 16 }, {}, { waits: 3 }],
        });
        expect.soft(natural!.accuracy.value - short!.accuracy.value, `seed ${seed}`).toBeGreaterThanOrEqual(0.2);
        expect.soft(waited!.accuracy.value - natural!.accuracy.value, `seed ${seed}`).toBeGreaterThanOrEqual(0.2);
        expect.soft(short!.meanThinkingTokens).toBeLessThanOrEqual(16);
      }
    } finally {
      await engine.close();
    }
  }, 120_000);
});
