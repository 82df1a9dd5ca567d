import { describe, expect, test } from 'vitest';
import type { ThinkEvent } from '../../src/core/events.ts';
import { bestOf } from '../../src/scaling/best-of.ts';
import { judged } from '../../src/scaling/judged.ts';
import { majority } from '../../src/scaling/majority.ts';
import { readStrategy } from '../../src/scaling/read-strategy.ts';
import type { Scorer } from '../../src/scaling/scorer.ts';
import { think } from '../../src/scaling/think.ts';
import { weighted } from '../../src/scaling/weighted.ts';
import { type ScriptedOptions, scriptedEngine } from '../../src/testing/scripted-engine.ts';
import { metered } from '../support/metered-engine.ts';

const prompt = 'What is 2 + 3?';
const script: ScriptedOptions['script'] = (_prompt, seed) => ['a b</think>', ` ${seed % 3}`];
const words = ['a b 0 1 2'];

function scored(score: Scorer['score']): Scorer {
  return { name: 'mine', score };
}

function run(scorer: Scorer, signal?: AbortSignal) {
  const meter = metered(scriptedEngine({ script, words }));
  const strategy = bestOf({ samples: 3, score: scorer });
  return { meter, run: think({ engine: meter.engine, prompt, strategy, ...(signal ? { signal } : {}) }) };
}

describe('a scorer', () => {
  test.each([
    ['throws', () => Promise.reject(new Error('no disk')), 'The scorer mine threw "no disk".'],
    ['gives NaN', () => [1, Number.NaN, 2], 'The scorer mine gave NaN as the score of answer 1.'],
    ['gives too few', () => [1, 2], 'The scorer mine gave 2 scores for 3 answers.'],
    ['gives too many', () => [1, 2, 3, 4], 'The scorer mine gave 4 scores for 3 answers.'],
    [
      'gives nothing',
      () => undefined as unknown as number[],
      'The scorer mine gave undefined instead of a list of scores.',
    ],
  ] as const)('that %s is a clear error, and no sequence stays open', async (_name, score, message) => {
    const { meter, run: thinking } = run(scored(score));
    const answers: string[] = [];
    const reading = async (): Promise<void> => {
      for await (const event of thinking) if (event.type === 'branch-end') answers.push(event.record.answer);
    };
    await expect(reading()).rejects.toMatchObject({ code: 'E_SCORER_FAULT', message });
    // What was paid for is not lost to whoever listens.
    expect(answers).toHaveLength(3);
    expect(meter.unclosed).toBe(0);
  });

  test('that is slow is waited for; aborted meanwhile, the run ends at once though the scorer does not listen', async () => {
    let finish: (scores: number[]) => void = () => undefined;
    const slow = () => new Promise<number[]>((resolve) => (finish = resolve));
    const waiting = run(scored(slow));
    const settled = waiting.run.then(({ chosen }) => chosen);
    await untilScored(waiting.run);
    finish([1, 3, 2]);
    expect(await settled).toBe(1);

    const abort = new AbortController();
    const aborted = run(
      scored(() => new Promise(() => {})),
      abort.signal,
    );
    const failing = expect(aborted.run).rejects.toMatchObject({ code: 'E_ABORTED' });
    await untilScored(aborted.run);
    abort.abort();
    await failing;
    expect(aborted.meter.unclosed).toBe(0);
  });

  test('of a weighted vote may not take votes away', async () => {
    const engine = scriptedEngine({ script, words });
    const strategy = weighted({ samples: 2, score: scored(() => [1, -1]) });
    await expect(think({ engine, prompt, strategy })).rejects.toMatchObject({ code: 'E_SCORER_FAULT' });
  });

  test('sees the question and every candidate, and its scores stand in the records', async () => {
    const seen: string[] = [];
    const { run: thinking } = run(
      scored((candidates, { question }) => {
        seen.push(question, ...candidates.map(({ answer, thinking: text }) => `${text}: ${answer}`));
        return [0.5, 2, 1];
      }),
    );
    const { branches = [] } = await thinking;
    expect(seen[0]).toBe(prompt);
    expect(seen.slice(1)).toEqual(branches.map(({ thinking: text, answer }) => `${text}: ${answer}`));
    expect(branches.map(({ score }) => score)).toEqual([0.5, 2, 1]);
  });
});

test('a judge is a model that is asked for marks, and what it writes is counted', async () => {
  const judge = metered(
    scriptedEngine({
      script: (asked) => [asked.includes('Answer:\n1') ? 'I say 90.' : asked.includes('Answer:\n2') ? '10' : 'no idea'],
      words: ['I say 90. 10 no idea'],
    }),
  );
  const meter = metered(scriptedEngine({ script, words }));
  const strategy = bestOf({ samples: 6, score: judged({ engine: judge.engine }) });
  const { answer, branches = [], total } = await think({ engine: meter.engine, prompt, strategy });
  expect(answer).toBe('1');
  expect(branches.map(({ answer: given, score }) => [given, score])).toContainEqual(['0', 0]);
  expect(total?.usage.evaluated).toBe(meter.usage.evaluated + judge.usage.evaluated);
  expect(judge.unclosed).toBe(0);
});

test('a branch that loops is cut like any thinking that does, and the others are not held up', async () => {
  const looping: ScriptedOptions['script'] = (_prompt, seed) =>
    seed === 0 ? ['round and '.repeat(200), ' 7'] : ['a b</think>', ' 1'];
  const engine = scriptedEngine({ script: looping, words: ['round and a b 1 7'] });
  const { answer, branches = [] } = await think({ engine, prompt, strategy: 'majority:samples=3' });
  expect(answer).toBe('1');
  expect(branches.map(({ receipt }) => receipt?.endedBy)).toEqual(['loop', 'model', 'model']);
});

test('answers that were cut off do not vote, and where all were the first is given with a warning', async () => {
  const engine = scriptedEngine({ script: ['a</think>', ' one two three four five six seven eight nine'] });
  const { answer, votes, receipt } = await think({
    engine,
    prompt,
    budget: { answer: 8 },
    strategy: 'majority:samples=3',
  });
  expect(answer).not.toBe('');
  expect(votes).toEqual([]);
  expect(receipt.warnings.map(({ code }) => code)).toEqual(['W_ANSWER_TRUNCATED', 'W_NO_VOTE']);
});

test('"think more" reaches every chain that still thinks', async () => {
  const engine = scriptedEngine({ script: ['a b c d</think>', ' e</think>', ' 5'], slots: 3 });
  const run = think({ engine, prompt, strategy: 'majority:samples=3' });
  let told = false;
  for await (const event of run as AsyncIterable<ThinkEvent>) {
    if (event.type !== 'thinking-delta' || told) continue;
    told = run.wait();
  }
  const { branches = [] } = await run;
  expect(branches.map(({ receipt }) => receipt?.bounds.waits.happened)).toContain(1);
});

describe('the text form of a strategy', () => {
  test.each([
    ['majority', 'majority:samples=8'],
    ['majority:samples=3,waits=2', 'majority:samples=3,waits=2'],
    ['majority:waits=2,samples=3', 'majority:samples=3,waits=2'],
    [' best-of : score=judge , samples=2 ', 'best-of:samples=2,score=judge'],
    [
      'adaptive:samples=4,of=probing,every=8,waits=1',
      'adaptive:samples=4,probability=0.9,of=probing,every=8,agree=3,probe=20,waits=1',
    ],
    ['rotating:messages=Wait|Hmm', 'rotating:messages=Wait|Hmm,policy=in-turn'],
  ])('%s is %s', (given, text) => {
    expect(readStrategy(given).text).toBe(text);
  });

  test('says the same as data', () => {
    expect(readStrategy({ name: 'majority', samples: 8, of: { name: 'probing', every: 8 }, waits: 2 }).text).toBe(
      readStrategy('majority:samples=8,of=probing,every=8,waits=2').text,
    );
    expect(readStrategy(majority({ samples: 2 })).text).toBe('majority:samples=2');
  });

  test.each([
    ['majorty', 'There is no strategy "majorty".', 'Did you mean "majority"?'],
    ['majority:sample=8', 'majority has no field "sample".', 'Did you mean "samples"?'],
    [
      'majority:samples=x',
      'majority.samples must be a whole number of at least 1, got "x".',
      'Give majority.samples as a whole number of at least 1.',
    ],
    [
      'majority:samples=0',
      'majority.samples must be a whole number of at least 1, got 0.',
      'Give majority.samples as a whole number of at least 1.',
    ],
    [
      'majority:waits=-1',
      'forced.waits must be a whole number of at least 0, got -1.',
      'Give forced.waits as a whole number of at least 0.',
    ],
    [
      'majority:samples',
      '"samples" in the strategy "majority:samples" is no field with a value.',
      'Write name:field=value,field=value, as in majority:samples=8,waits=2.',
    ],
    [
      'rejection',
      'rejection.within must be a whole number of at least 1, got undefined.',
      'Give rejection.within as a whole number of at least 1.',
    ],
    ['probing:of=majority', 'probing has no field "of".', undefined],
  ])('%s is refused: %s', (text, message, hint) => {
    try {
      readStrategy(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'E_STRATEGY_INVALID', message, ...(hint === undefined ? {} : { hint }) });
    }
  });
});

/** Resolves once all chains of a run are over, and its scorer has been asked. */
async function untilScored(run: AsyncIterable<ThinkEvent>): Promise<void> {
  let ended = 0;
  for await (const event of run) {
    if (event.type === 'branch-end') ended += 1;
    if (ended === 3) break;
  }
  await new Promise((resolve) => setTimeout(resolve, 0));
}
