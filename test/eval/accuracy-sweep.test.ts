import { expect, test } from 'vitest';
import { accuracySweep, type SweepQuestion } from '../../src/eval/accuracy-sweep.ts';
import { scriptedEngine } from '../../src/testing/scripted-engine.ts';

const yes: SweepQuestion = { text: 'A?', isRight: (answer) => answer === 'yes' };
const no: SweepQuestion = { text: 'B?', isRight: (answer) => answer === 'no' };

test('every question is asked under every budget, and the points come in the order of the budgets', async () => {
  const engine = scriptedEngine({ script: ['a b c</think>', 'yes'], slots: 3 });
  const progress: string[] = [];
  const points = await accuracySweep({
    engine,
    questions: [yes, no],
    budgets: [{}, { max: 100 }, 'high'],
    onProgress: (done, total) => progress.push(`${done}/${total}`),
  });
  expect(points.map(({ budget }) => budget)).toEqual([{}, { max: 100 }, 'high']);
  for (const { accuracy, meanThinkingTokens } of points) {
    expect(accuracy).toMatchObject({ right: 1, total: 2, value: 0.5 });
    expect(meanThinkingTokens).toBeGreaterThan(0);
  }
  expect(progress).toEqual(['1/6', '2/6', '3/6', '4/6', '5/6', '6/6']);
});

test('an answer that was cut off is wrong, even if it looks right so far', async () => {
  const engine = scriptedEngine({ script: ['a</think>', 'yes but no'] });
  const always: SweepQuestion = { text: 'A?', isRight: () => true };
  const points = await accuracySweep({ engine, questions: [always], budgets: [{ answer: 2, finish: '' }, {}] });
  expect(points.map(({ accuracy }) => accuracy.right)).toEqual([0, 1]);
});

test('the first failure ends the sweep, and nothing is left running', async () => {
  const engine = scriptedEngine({ script: ['a</think>', 'yes'], slots: 2, tokenDelay: 1 });
  let asked = 0;
  const failing: SweepQuestion = {
    text: 'A?',
    isRight: () => {
      asked += 1;
      if (asked === 2) throw new Error('cannot grade this');
      return true;
    },
  };
  await expect(
    accuracySweep({ engine, questions: Array.from({ length: 50 }, () => failing), budgets: [{}] }),
  ).rejects.toThrow('cannot grade this');
  const after = asked;
  await new Promise((settle) => setTimeout(settle, 50));
  expect(asked).toBe(after);
  expect(asked).toBeLessThan(10);
});

test('an aborted sweep rejects with the reason', async () => {
  const engine = scriptedEngine({ script: ['a</think>', 'yes'], tokenDelay: 1 });
  const controller = new AbortController();
  const sweep = accuracySweep({
    engine,
    questions: Array.from({ length: 100 }, () => yes),
    budgets: [{}],
    signal: controller.signal,
    onProgress: (done) => {
      if (done === 3) controller.abort();
    },
  });
  await expect(sweep).rejects.toMatchObject({ code: 'E_ABORTED' });
});
