import { describe, expect, test } from 'vitest';
import type { ThinkResult } from '../../src/core/events.ts';
import { beyond } from '../../src/scaling/beyond.ts';
import { conditional } from '../../src/scaling/conditional.ts';
import { confident } from '../../src/scaling/confident.ts';
import { doubting } from '../../src/scaling/doubting.ts';
import { probing } from '../../src/scaling/probing.ts';
import { rejection } from '../../src/scaling/rejection.ts';
import { rotating } from '../../src/scaling/rotating.ts';
import { spend } from '../../src/scaling/spend.ts';
import type { Strategy } from '../../src/scaling/strategy.ts';
import { type ThinkOptions, think } from '../../src/scaling/think.ts';
import { type ScriptedEngine, type ScriptedOptions, scriptedEngine } from '../../src/testing/scripted-engine.ts';

const prompt = 'What is 2 + 3?';

async function ask(
  strategy: Strategy | string,
  engine: Partial<ScriptedOptions>,
  options: Partial<ThinkOptions> = {},
): Promise<{ result: ThinkResult; engine: ScriptedEngine; waits: string[] }> {
  const scripted = scriptedEngine({ script: [], slots: 4, ...engine });
  const waits: string[] = [];
  const run = think({ engine: scripted, prompt, strategy, ...options });
  for await (const event of run) if (event.type === 'forced' && event.kind === 'wait') waits.push(event.text);
  return { result: await run, engine: scripted, waits };
}

describe('probing', () => {
  test('stops where so many probes in a row give one answer, long before the model would', async () => {
    const script = ['one two three four five six seven eight nine ten</think>', ' 5'];
    const { result, engine } = await ask(probing({ every: 2, agree: 2 }), { script });
    // The copies say what the thinking would go on with: the scripted model has one answer behind every appended text.
    expect(engine.calls.filter(({ method }) => method === 'fork')).toHaveLength(2);
    expect([result.receipt.endedBy, result.receipt.thinkingTokens]).toEqual(['settled', 4]);
    expect(result.total?.probeTokens).toBeGreaterThan(0);
  });

  test('a sure probe is enough where a confidence is given', async () => {
    const script = ['one two three four five six seven eight</think>', ' 5'];
    const sure = await ask(probing({ every: 2, agree: 9, confidence: 0.9 }), { script, certainty: 25 });
    expect(sure.result.receipt.thinkingTokens).toBe(2);
    const unsure = await ask(probing({ every: 2, agree: 9, confidence: 0.9 }), { script, certainty: 1 });
    expect(unsure.result.receipt.thinkingTokens).toBe(8);
  });

  test('an engine whose thinking cannot be copied refuses it by name, before anything is sent', async () => {
    await expect(ask(probing(), { abilities: { fork: 'none' } })).rejects.toMatchObject({
      code: 'E_UNSUPPORTED',
      message: expect.stringContaining('cannot give answers in mid-thought'),
    });
    await expect(ask('best-of:samples=2', { abilities: { logprobs: 0 } })).rejects.toMatchObject({
      code: 'E_UNSUPPORTED',
      message: expect.stringContaining('log-probabilities'),
    });
  });
});

describe('doubting', () => {
  const ends = ['a</think>', ' b</think>', ' c</think>', ' 5'];

  test('does not wait where the answers drawn at the end agree', async () => {
    const { waits } = await ask(doubting({ probes: 2, waits: 3 }), { script: ['a</think>', ' 5'] });
    expect(waits).toEqual([]);
  });

  test('waits while they disagree, and never more often than asked', async () => {
    // Each fork answers with a number of its own.
    const script: ScriptedOptions['script'] = (_prompt, seed) => (seed === 0 ? ends : ['', ` ${seed % 97}`]);
    const { waits, result } = await ask(doubting({ probes: 2, waits: 2 }), { script, words: ['a b c 5'] });
    expect(waits).toEqual(['Wait', 'Wait']);
    expect(result.receipt.bounds.waits.happened).toBe(2);
  });
});

describe('rotating', () => {
  const script = ['Hmm a</think>', ' b</think>', ' c</think>', ' d</think>', ' e</think>', ' 5'];
  const messages = ['Wait', 'Hmm'];

  test('in turn', async () => {
    expect((await ask(rotating({ messages, waits: 3 }), { script })).waits).toEqual(['Wait', 'Hmm', 'Wait']);
  });

  test('least used counts what the model wrote itself', async () => {
    const { waits } = await ask(rotating({ messages, waits: 3, policy: 'least-used' }), { script });
    expect(waits).toEqual(['Wait', 'Wait', 'Hmm']);
  });

  test('at random is another order for another seed, and the same for the same', async () => {
    const drawn = async (seed: number) =>
      (await ask(rotating({ messages, waits: 4, policy: 'random' }), { script }, { seed })).waits.join(' ');
    const orders = await Promise.all([1, 2, 3, 4, 5].map(drawn));
    expect(new Set(orders).size).toBeGreaterThan(1);
    expect(await drawn(1)).toBe(orders[0]);
  });

  test('stops once the answer is stable', async () => {
    const { waits } = await ask(rotating({ messages, waits: 9, stable: 2 }), {
      script: ['a</think>', ' 5</think>'],
      repeatLast: true,
    });
    expect(waits.length).toBeLessThan(3);
  });
});

describe('beyond the context window', () => {
  const script = (text: string) =>
    text.includes('already') ? ['so five</think>', ' 5'] : ['one two three four five six seven', ' 4'];

  test('carries the latest result and the end of the thinking into the next window, and counts all of it', async () => {
    const { result, engine } = await ask(beyond({ tokens: 40, window: 5 }), {
      script,
      words: ['one two three four five six seven so it is five 4 5'],
    });
    expect(result.answer).toBe('5');
    const opened = engine.calls.flatMap((call) => (call.method === 'open' ? [call.text] : []));
    expect(opened).toHaveLength(2);
    expect(opened[1]).toContain('The latest result: Final Answer: 4');
    expect(opened[1]).toContain('What is known:\n\nfive\n');
    expect(result.total?.thinkingTokens).toBe(5 + 3);
  });

  test('never thinks more than its tokens, in however many windows', async () => {
    const { result } = await ask(beyond({ tokens: 12, window: 5 }), {
      script: ['a b c d e f g h i j k l m n', ' 4'],
    });
    expect(result.branches?.map(({ receipt }) => receipt?.thinkingTokens)).toEqual([5, 5, 2]);
  });
});

describe('rejection', () => {
  /** Long at first; the third sample is short. */
  const lengths = new Map<number, number>();
  const script = (_prompt: string, seed: number) => {
    if (!lengths.has(seed)) lengths.set(seed, lengths.size);
    const long = 'a b c d e f g h i j';
    return [`${lengths.get(seed) === 2 ? 'a b' : long}</think>`, ' 5'];
  };

  test('takes the first sample that ends by itself within the limit', async () => {
    lengths.clear();
    const { result } = await ask(rejection({ within: 4, tries: 5 }), { script, words: ['a b c d e f g h i j 5'] });
    expect([result.chosen, result.receipt.endedBy, result.receipt.warnings]).toEqual([2, 'model', []]);
    // Samples that are too long are cut one token over the limit: no more is needed to know.
    expect(result.branches?.map(({ receipt }) => receipt?.thinkingTokens)).toEqual([5, 5, 2]);
  });

  test('has a bound on its tries, and then says that the answer is of a cut one', async () => {
    lengths.clear();
    const { result } = await ask(rejection({ within: 4, tries: 2 }), { script, words: ['a b c d e f g h i j 5'] });
    expect(result.branches).toHaveLength(2);
    expect(result.receipt.warnings.map(({ code }) => code)).toEqual(['W_REJECTED_ALL']);
    expect(result.answer).not.toBe('');
  });
});

describe('the conditional controls', () => {
  test.each([
    [conditional({ tokens: 256 }), 'Think for up to 256 tokens.'],
    [conditional({ steps: 16 }), 'Think for up to 16 steps.'],
    [conditional({ length: 'short' }), 'Keep your thinking short'],
    [conditional({ length: 'long' }), 'Think for a long time'],
  ] as const)('%j tells the model in the question', async (strategy, words) => {
    const { engine } = await ask(strategy, { script: ['a</think>', ' 5'] });
    const [opened] = engine.calls;
    expect(opened?.method === 'open' && opened.text).toContain(`What is 2 + 3?\n\n${words}`);
  });

  test('with forcing hold it too: tokens as they are, a step as 100 tokens', async () => {
    const bounds = async (text: string) =>
      (await ask(text, { script: ['a</think>', ' 5'] })).result.receipt.bounds.max.asked;
    expect(await bounds('conditional:tokens=8,force=true')).toBe(8);
    expect(await bounds('conditional:steps=2,force=true')).toBe(200);
    expect(await bounds('conditional:tokens=8')).toBeUndefined();
  });

  test('want exactly one of tokens, steps and length', async () => {
    await expect(ask('conditional:tokens=8,steps=2', {})).rejects.toMatchObject({ code: 'E_STRATEGY_INVALID' });
    await expect(ask('conditional', {})).rejects.toMatchObject({ code: 'E_STRATEGY_INVALID' });
  });
});

describe('confident', () => {
  test('stops chains that fall below the confidence of the warm-up, and counts what they wrote', async () => {
    const seen: number[] = [];
    const script = (_prompt: string, seed: number) => {
      if (!seen.includes(seed)) seen.push(seed);
      return ['a b c d e f g h i j k l</think>', ` ${seen.length}`];
    };
    const { result } = await ask(confident({ samples: 8, warmup: 2, window: 4, keep: 0.5 }), {
      script,
      words: ['a b c d e f g h i j k l 1 2 3 4 5 6 7 8'],
      certainty: 3,
    });
    const states = result.branches?.map(({ state }) => state) ?? [];
    expect(states.slice(0, 2)).toEqual(['done', 'done']);
    expect(states).toContain('stopped');
    const stopped = result.branches?.find(({ state, thinking }) => state === 'stopped' && thinking !== '');
    expect(stopped?.receipt?.thinkingTokens).toBeLessThan(12);
  });
});

describe('one budget for all', () => {
  test('stops waiting once the ends of one thinking lead to one answer', async () => {
    const script = ['a</think>', ' 5</think>'];
    const { waits, result } = await ask(spend({ tokens: 400, stable: 2 }), { script, repeatLast: true });
    // The first end is not looked at: it takes a Wait to see whether it was one.
    expect(waits).toEqual(['Wait', 'Wait']);
    expect(result.branches).toHaveLength(1);
  });

  test('draws another chain where the first did not settle, while the tokens last', async () => {
    const { result } = await ask(spend({ tokens: 120, waits: 1, samples: 3 }), {
      script: ['a b</think>', ' c</think>', ' 5'],
    });
    expect(result.branches?.length).toBeGreaterThan(1);
    const { thinkingTokens = 0, answerTokens = 0, probeTokens = 0 } = result.total ?? {};
    expect(thinkingTokens + answerTokens + probeTokens).toBeLessThanOrEqual(120);
  });

  test('buys tokens for a cost at a price, and wants something to spend', async () => {
    const { result } = await ask('spend:cost=0.0001,price=2', {
      script: ['a b c d e f g h i j k l m n o p q r s t u v w x y z '.repeat(4), ' 5'],
    });
    expect((result.total?.thinkingTokens ?? 0) + (result.total?.answerTokens ?? 0)).toBeLessThanOrEqual(50);
    await expect(ask('spend:cost=1', {})).rejects.toMatchObject({ code: 'E_STRATEGY_INVALID' });
    await expect(ask('spend', {})).rejects.toMatchObject({ message: 'spend has nothing to spend.' });
  });

  test('says clearly that its tokens are too few for one answer', async () => {
    for (const strategy of ['spend:tokens=4', 'majority:samples=4,tokens=12']) {
      await expect(ask(strategy, { script: ['a</think>', ' 5'] })).rejects.toMatchObject({
        code: 'E_BUDGET_CONFLICT',
        message: expect.stringMatching(/^(4 tokens are too few for an answer|12 tokens are too few for 4 answers): /),
      });
    }
  });
});

test('one budget of seconds bounds every chain, and begins none once they are over', async () => {
  // The first token comes long after the time is over.
  const { result } = await ask('spend:seconds=0.001', { script: ['a', ' 5'], tokenDelay: 50 });
  expect(result.receipt.endedBy).toBe('time');
  expect(result.branches).toHaveLength(1);
});
