import { describe, expect, test } from 'vitest';
import type { Budget } from '../../src/core/budget.ts';
import type { ThinkEvent } from '../../src/core/events.ts';
import { MullError } from '../../src/core/mull-error.ts';
import { type ThinkOptions, think } from '../../src/forcing/think.ts';
import { type ScriptedOptions, scriptedEngine } from '../../src/testing/scripted-engine.ts';

const prompt = 'What is 2 + 3?';

/** One run of a scripted model under a budget; the script's stretches follow what is appended. */
function run(
  script: readonly string[],
  budget?: Budget,
  engine: Partial<ScriptedOptions> = {},
  options: Partial<ThinkOptions> = {},
) {
  const question = options.messages === undefined ? { prompt } : {};
  return think({
    engine: scriptedEngine({ script, ...engine }),
    ...question,
    ...(budget === undefined ? {} : { budget }),
    ...options,
  });
}

async function refusal(promise: PromiseLike<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (MullError.isMullError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

async function eventsOf(source: AsyncIterable<ThinkEvent>): Promise<ThinkEvent[]> {
  const events: ThinkEvent[] = [];
  for await (const event of source) events.push(event);
  return events;
}

/** The channel's text, as a reader of the deltas puts it together. */
function joined(events: readonly ThinkEvent[], type: 'thinking-delta' | 'answer-delta'): string {
  return events.map((event) => (event.type === type ? event.text : '')).join('');
}

describe('a model that thinks and answers', () => {
  test('gives thinking, answer and a receipt that says nothing was forced', async () => {
    const { thinking, answer, receipt, finishReason } = await run(['one two three</think>', ' five']);
    expect([thinking, answer, finishReason]).toEqual(['one two three', 'five', 'stop']);
    expect(receipt).toMatchObject({
      thinkingTokens: 3,
      answerTokens: 1,
      counting: 'exact',
      endedBy: 'model',
      warnings: [],
      bounds: { max: { asked: undefined, by: 'nobody', verdict: 'held' }, waits: { happened: 0, verdict: 'held' } },
    });
  });

  test('tells its events in order, and its deltas join to its texts', async () => {
    const events = await eventsOf(run(['one two</think>', ' no three</think>', ' five'], { waits: 1 }));
    const order = events.map((event) => event.type).filter((type, index, all) => type !== all[index - 1]);
    expect(order).toEqual([
      'prompt',
      'thinking-start',
      'thinking-delta',
      'forced',
      'thinking-delta',
      'forced',
      'thinking-end',
      'answer-start',
      'answer-delta',
      'finish',
    ]);
    const finish = events.at(-1);
    if (finish?.type !== 'finish') throw new Error('no finish');
    expect(joined(events, 'thinking-delta')).toBe(finish.result.thinking);
    expect(joined(events, 'answer-delta').trim()).toBe(finish.result.answer);
    expect(events.filter((event) => event.type === 'forced')).toEqual([
      { type: 'forced', kind: 'wait', text: 'Wait', position: 2 },
      { type: 'forced', kind: 'close', text: '</think>', position: 5 },
    ]);
  });

  test('can be awaited and iterated, also both and twice, and runs once', async () => {
    const engine = scriptedEngine({ script: ['one</think>', ' five'] });
    const twice = think({ engine, prompt });
    const [first, result, second] = await Promise.all([eventsOf(twice), twice, eventsOf(twice)]);
    expect(first).toEqual(second);
    expect(first.at(-1)).toEqual({ type: 'finish', result });
    expect((await twice).receipt).toBe(result.receipt);
  });
});

describe('rule 1: what is counted', () => {
  test('thinking is sampled and appended tokens; delimiters and finish are forced; the answer includes finish', async () => {
    const { receipt, answer, thinking } = await run(['one two three four', ' five'], { max: 3 });
    expect([thinking, answer]).toEqual(['one two three', 'Final Answer: five']);
    expect(receipt.thinkingTokens).toBe(3);
    const engine = scriptedEngine({ script: [] });
    const count = async (text: string, control: boolean): Promise<number> =>
      (await engine.encode?.({ text, control }))?.length ?? 0;
    const finish = await count('Final Answer:', false);
    expect(receipt.answerTokens).toBe(finish + 1);
    expect(receipt.forcedTokens).toBe((await count(`\n${engine.model.thinking.cut}`, true)) + finish);
  });

  test('nothing is evaluated twice: prompt, sampled and forced tokens, once each', async () => {
    const { receipt } = await run(['a b</think>', ' c</think>', ' d</think>', ' e</think>', ' f</think>', ' g'], {
      waits: 4,
    });
    const { prompt: asked, evaluated, sampled, discarded } = receipt.usage;
    expect(receipt.bounds.waits.happened).toBe(4);
    expect(evaluated).toBe(asked + (sampled - discarded) + receipt.forcedTokens);
  });
});

describe('rule 2: max', () => {
  test('is absolute, and the receipt says that mull held it', async () => {
    const { receipt } = await run(['one two three four five six', ' five'], { max: 4 });
    expect(receipt.endedBy).toBe('max');
    expect(receipt.bounds.max).toEqual({ asked: 4, effective: 4, happened: 4, by: 'mull', verdict: 'held' });
  });

  test('with grace, cuts at the first sentence end within reach', async () => {
    const { thinking, receipt } = await run(['one two. three four five. six seven', ' five'], { max: 8, grace: 3 });
    expect([thinking, receipt.endedBy]).toEqual(['one two. three four five.', 'max']);
  });

  test('leaves room for a cut of exactly the maximum', async () => {
    const { receipt } = await run(['one two three</think>', ' five'], { max: 3 });
    expect([receipt.thinkingTokens, receipt.endedBy]).toEqual([3, 'max']);
  });
});

describe('rules 3 and 4: min and waits', () => {
  test('an end is suppressed, the message appended, and the model goes on', async () => {
    const { thinking, receipt } = await run(['one</think>', ' no, two</think>', ' five'], { waits: 1 });
    expect(thinking).toBe('oneWait no, two');
    expect(receipt.bounds.waits).toEqual({ asked: 1, effective: 1, happened: 1, by: 'mull', verdict: 'held' });
  });

  test('min counts what the model sampled, not the messages', async () => {
    const { receipt } = await run(['a b</think>', ' c</think>', ' d</think>', ' five'], { min: 4 });
    expect(receipt.bounds.min).toEqual({ asked: 4, effective: 4, happened: 4, by: 'mull', verdict: 'held' });
    expect([receipt.bounds.waits.happened, receipt.thinkingTokens]).toEqual([2, 6]);
  });

  test('messages of a list are used in turn', async () => {
    const { thinking } = await run(['a</think>', ' b</think>', ' c</think>', ' d</think>', ' five'], {
      waits: 3,
      message: ['Wait', 'Hmm'],
    });
    expect(thinking).toBe('aWait bHmm cWait d');
  });

  test('an empty message suppresses without a text: the end is banned and the model says something else', async () => {
    const { thinking, receipt } = await run(['a</think>', ' b</think>', ' five'], { waits: 1, message: '' });
    expect([thinking, receipt.bounds.waits.happened, receipt.forcedTokens]).toEqual(['a b', 1, 1]);
  });
});

describe('rule 5: a message enters whole or not at all', () => {
  test('and unspent waits and a missed minimum are warnings with numbers', async () => {
    const { thinking, receipt } = await run(['a b c</think>', ' five'], { max: 4, waits: 2, min: 4 });
    expect([thinking, receipt.endedBy]).toEqual(['a b c', 'max']);
    expect(receipt.warnings).toEqual([
      { code: 'W_MIN_SHORT', message: 'Only 3 thinking tokens were sampled of at least 4.' },
      { code: 'W_WAITS_UNSPENT', message: 'Only 0 of 2 waits happened.' },
    ]);
    expect([receipt.bounds.min.verdict, receipt.bounds.waits.verdict]).toEqual(['short', 'short']);
  });

  test('where the engine cannot count, UTF-8 bytes stand for tokens', async () => {
    const { receipt } = await run(
      ['a b c</think>', ' five'],
      { max: 9, waits: 1, message: 'Wait' },
      { abilities: { tokenIds: false, counting: 'estimated' } },
    );
    expect(receipt.counting).toBe('estimated');
    expect(receipt.bounds.max.verdict).toBe('unknown');
  });
});

describe('rule 6: banning the end behind a suppression', () => {
  test('a model that would end again at once has to say something', async () => {
    const { thinking, receipt } = await run(['a</think>', '</think>', ' b</think>', ' five'], { waits: 1 });
    expect(thinking).toBe('aWait b');
    expect(receipt.warnings).toEqual([]);
  });

  test('without the ability, three fruitless suppressions end thinking with a warning', async () => {
    const script = ['a</think>', '</think>', '</think>', '</think>', ' five'];
    const { receipt } = await run(script, { waits: 9 }, { abilities: { ban: false } });
    expect(receipt.warnings.map((warning) => warning.code)).toEqual(['W_NO_PROGRESS', 'W_WAITS_UNSPENT']);
    expect(receipt.bounds.waits.happened).toBe(3);
  });

  test('without the ability, the empty message is refused before anything is sent', async () => {
    const engine = scriptedEngine({ script: ['a</think>', ' five'], abilities: { ban: false } });
    const message = await refusal(think({ engine, prompt, budget: { waits: 1, message: '' } }));
    expect(message).toBe(
      `E_UNSUPPORTED: ${engine.id} cannot hold the empty budget.message '': the end of its thinking cannot be banned, so nothing would change.`,
    );
    expect(engine.calls).toEqual([]);
  });
});

describe('rule 7: bounds that contradict each other', () => {
  test('are an error before the first token', async () => {
    expect(await refusal(run(['a</think>'], { min: 10, max: 5 }))).toBe(
      'E_BUDGET_CONFLICT: budget.min (10) is larger than budget.max (5).',
    );
    expect(await refusal(run(['a</think>'], { min: 5000 }, { contextSize: 200 }))).toMatch(
      /^E_BUDGET_CONFLICT: budget.min \(5000\) is larger than the \d+ thinking tokens that fit.$/,
    );
  });

  test('a maximum that does not fit is lowered, with a warning', async () => {
    const { receipt } = await run(['a b</think>', ' five'], { max: 5000 }, { contextSize: 200 });
    expect(receipt.warnings.map((warning) => warning.code)).toEqual(['W_MAX_CLAMPED']);
    expect(receipt.bounds.max.asked).toBe(5000);
    expect(receipt.bounds.max.effective).toBeLessThan(200);
  });
});

describe('rule 8: other ends of thinking', () => {
  test('an end of turn inside thinking is suppressed like any end', async () => {
    const { thinking, answer } = await run(['a<|im_end|>', ' b<|im_end|>', ' five'], { waits: 1 });
    expect([thinking, answer]).toEqual(['aWait b', 'five']);
  });
});

describe('rule 9: finish', () => {
  test('stands only behind a cut, in the words that were asked for', async () => {
    expect((await run(['a b c', ' five'], { max: 2, finish: 'So:' })).answer).toBe('So: five');
    expect((await run(['a</think>', ' five'], { max: 9, finish: 'So:' })).answer).toBe('five');
  });

  test('is never added with tools', async () => {
    const chatTemplate =
      '{% for tool in tools %}{{ tool.function.name }} {% endfor %}{% for m in messages %}{{ m.content }}{% endfor %}';
    const { answer } = await run(['a b c', ' five'], { max: 2 }, { chatTemplate }, { tools: [{ name: 'sum' }] });
    expect(answer).toBe('five');
  });
});

describe('rule 10: the cap of the answer', () => {
  test('is held, and reaching it is a truncated answer', async () => {
    const { receipt, finishReason, answer } = await run(['a</think>', ' one two three four five six'], { answer: 5 });
    expect([answer, receipt.answerTokens, finishReason]).toEqual(['one two three four five', 5, 'length']);
    expect(receipt.warnings.map((warning) => warning.code)).toEqual(['W_ANSWER_TRUNCATED']);
  });

  test('an empty answer is a warning', async () => {
    const { receipt, answer } = await run(['a</think>', '<|im_end|>']);
    expect([answer, receipt.warnings.map((warning) => warning.code)]).toEqual(['', ['W_ANSWER_EMPTY']]);
  });

  test('an answer that is only finish is empty too', async () => {
    const { receipt, answer } = await run(['a b c', '<|im_end|>'], { max: 2 });
    expect([answer, receipt.warnings.map((warning) => warning.code)]).toEqual(['Final Answer:', ['W_ANSWER_EMPTY']]);
  });
});

describe('rule 11: thinking opened again in the answer', () => {
  test('spends the same maximum and is not suppressed', async () => {
    const { thinking, receipt, answer } = await run(
      ['a b</think>', ' c</think>', ' so<think>', ' d e f g h', ' five'],
      { max: 7, waits: 1 },
    );
    expect([thinking, answer]).toEqual(['a bWait c d e f', 'soFinal Answer: five']);
    expect([receipt.thinkingTokens, receipt.endedBy]).toEqual([7, 'max']);
  });

  test('with nothing left it is closed at once', async () => {
    const { receipt, answer, thinking } = await run(['a b c', ' so<think>', ' five'], { max: 2 });
    expect([thinking, answer, receipt.thinkingTokens]).toEqual(['a b', 'Final Answer: soFinal Answer: five', 2]);
  });

  test('what is put back is told: every delimiter that mull appends has an event of its own', async () => {
    for (const max of [2, 9]) {
      const events = await eventsOf(run(['a b', ' so<think>', ' d e</think>', ' five'], { max, finish: '' }));
      const forced = events.flatMap((event) => (event.type === 'forced' ? [event] : []));
      expect(forced.find(({ kind }) => kind === 'open')).toEqual({
        type: 'forced',
        kind: 'open',
        text: '<think>',
        position: 2,
      });
      expect(events[events.findIndex((event) => event.type === 'forced' && event.kind === 'open') + 1]).toEqual({
        type: 'thinking-start',
      });
      const { receipt } = events.flatMap((event) => (event.type === 'finish' ? [event.result] : []))[0]!;
      expect(forced.map(({ kind }) => kind)).toEqual(max === 2 ? ['cut', 'open', 'cut'] : ['close', 'open', 'close']);
      expect(receipt.bounds.max.verdict).toBe('held');
    }
  });

  test('a third time ends the run', async () => {
    const { receipt } = await run([
      'a</think>',
      ' x<think>',
      ' b</think>',
      ' y<think>',
      ' c</think>',
      ' z<think>',
      ' never',
    ]);
    expect(receipt.warnings.map((warning) => warning.code)).toEqual(['W_REOPENED']);
  });
});

describe('rule 12: loops', () => {
  const loop = ' no way'.repeat(40);

  test('end thinking, with a warning', async () => {
    const { receipt } = await run([loop, ' five'], { max: 200 });
    expect([receipt.endedBy, receipt.thinkingTokens]).toEqual(['loop', 48]);
    expect(receipt.warnings.map((warning) => warning.code)).toEqual(['W_LOOP']);
  });

  test('are left once by the message where an end would be suppressed, and end thinking the second time', async () => {
    const { receipt } = await run([loop, loop, ' five'], { waits: 2 });
    expect([receipt.endedBy, receipt.bounds.waits.happened]).toEqual(['loop', 1]);
  });

  test('the same thought after every Wait is one, since appended text is skipped', async () => {
    const thought = ' w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11 w12 w13 w14 w15 w16</think>';
    const { receipt } = await run(
      Array.from({ length: 9 }, () => thought),
      { waits: 8 },
    );
    expect([receipt.endedBy, receipt.bounds.waits.happened]).toEqual(['loop', 3]);
  });

  test("are let run with loop 'ignore'", async () => {
    expect((await run([loop, ' five'], { max: 60, loop: 'ignore' })).receipt.thinkingTokens).toBe(60);
  });

  test('without token ids they are found by 200 characters', async () => {
    const { receipt } = await run([' no way'.repeat(80), ' five'], undefined, {
      abilities: { tokenIds: false, counting: 'reported' },
      contextSize: 4096,
    });
    expect(receipt.endedBy).toBe('loop');
  });
});

describe('rule 13: no thinking', () => {
  test.each<[string, Budget]>([
    ['max: 0', { max: 0 }],
    ["effort 'none'", 'none'],
  ])('%s writes an empty block where the template has no switch, and finish behind it', async (_name, budget) => {
    const { thinking, answer, receipt } = await run([' five'], budget);
    expect([thinking, answer, receipt.thinkingTokens, receipt.endedBy]).toEqual(['', 'Final Answer: five', 0, 'max']);
  });
});

describe('rule 14: engines that open thinking by themselves', () => {
  test('a model that did not think is reported', async () => {
    const { receipt } = await run(['</think>', ' five'], undefined, { abilities: { continuation: 'chat' } });
    expect([receipt.endedBy, receipt.warnings.map((warning) => warning.code)]).toEqual(['none', ['W_NO_THINKING']]);
  });

  test('hidden thinking cannot be told to wait', async () => {
    const engine = scriptedEngine({
      script: ['a</think>', ' five'],
      abilities: { continuation: 'chat', hiddenThinking: true },
    });
    expect(await refusal(think({ engine, prompt, budget: { waits: 1 } }))).toBe(
      `E_UNSUPPORTED: ${engine.id} cannot hold budget.waits and budget.min: it hides its thinking.`,
    );
  });

  test('an engine that cannot be continued refuses what it cannot hold', async () => {
    const engine = scriptedEngine({ script: ['a</think>', ' five'], abilities: { continuation: 'none' } });
    for (const budget of [{ waits: 1 }, { min: 5 }, { max: 5 }]) {
      expect(await refusal(think({ engine, prompt, budget }))).toMatch(
        /^E_UNSUPPORTED: .* cannot hold budget\.(waits|min|max): /,
      );
    }
  });
});

describe("rule 15: preset 's1'", () => {
  test("appends the paper's strings in the paper's delimiters", async () => {
    const s1 = {
      open: '<|im_start|>think',
      ends: ['<|im_start|>'],
      close: '<|im_start|>answer',
      cut: '<|im_start|>answer\n',
    };
    const thinking = { name: 's1', reopens: ['<|im_start|>think'], foundBy: 'family' as const, ...s1 };
    const events = await eventsOf(
      run(['\na b<|im_start|>', ' c d e f', ' five'], { preset: 's1', max: 6, waits: 1 }, { thinking }),
    );
    expect(events.filter((event) => event.type === 'forced')).toEqual([
      { type: 'forced', kind: 'wait', text: 'Wait', position: 2 },
      { type: 'forced', kind: 'cut', text: '\n<|im_start|>answer\nFinal Answer:', position: 6 },
    ]);
  });
});

describe('steering a run', () => {
  const long = Array.from({ length: 200 }, (_, index) => ` t${index}`).join('');

  test('"answer now" ends thinking at once', async () => {
    const steered = run([long, ' five'], { waits: 2 });
    for await (const event of steered) if (event.type === 'thinking-delta') steered.answer();
    const { receipt, answer } = await steered;
    expect([receipt.endedBy, answer]).toEqual(['user', 'Final Answer: five']);
    expect(receipt.thinkingTokens).toBeLessThan(200);
    expect(steered.answer()).toBe(false);
  });

  test('"think more" suppresses one more end', async () => {
    const steered = run(['a b</think>', ' c</think>', ' five']);
    let asked = false;
    for await (const event of steered) {
      if (event.type === 'thinking-delta' && !asked) asked = steered.wait();
    }
    const { thinking, receipt } = await steered;
    expect([thinking, receipt.bounds.waits.happened, steered.wait()]).toEqual(['a bWait c', 1, false]);
  });

  test('a deadline ends thinking like max', async () => {
    const { receipt, answer } = await run([long, ' five'], { seconds: 0.05 }, { tokenDelay: 2 });
    expect([receipt.endedBy, answer]).toEqual(['time', 'Final Answer: five']);
    expect(receipt.thinkingTokens).toBeGreaterThan(0);
    expect(receipt.thinkingTokens).toBeLessThan(200);
  });

  test('leaving the loop frees the engine; awaiting afterwards says so', async () => {
    const engine = scriptedEngine({ script: [long, ' five'], slots: 1 });
    const left = think({ engine, prompt });
    for await (const event of left) if (event.type === 'thinking-delta') break;
    expect(await refusal(left)).toBe('E_ABORTED: The loop over the events of this run was left before its end.');
    expect((await think({ engine, prompt, budget: { max: 2 } })).receipt.endedBy).toBe('max');
  });
});

describe('aborting', () => {
  const long = ' w'.repeat(50);

  test.each(['prompt', 'thinking-delta', 'forced', 'answer-delta'])(
    'at %s rejects with E_ABORTED and frees the slot',
    async (stage) => {
      const engine = scriptedEngine({ script: ['a b</think>', ' c</think>', long], slots: 1 });
      const controller = new AbortController();
      const aborted = think({ engine, prompt, budget: { waits: 1 }, signal: controller.signal });
      const message = refusal(
        (async () => {
          for await (const event of aborted) if (event.type === stage) controller.abort();
        })(),
      );
      expect(await message).toBe('E_ABORTED: The run was aborted.');
      expect(await refusal(aborted)).toBe('E_ABORTED: The run was aborted.');
      expect((await think({ engine, prompt, budget: { max: 1 } })).receipt.thinkingTokens).toBe(1);
    },
  );

  test('before the start, nothing is sent', async () => {
    const engine = scriptedEngine({ script: ['a</think>'] });
    expect(await refusal(think({ engine, prompt, signal: AbortSignal.abort() }))).toBe(
      'E_ABORTED: The run was aborted.',
    );
    expect(engine.calls).toEqual([]);
  });

  test('while waiting for a slot, the place in the queue is given up', async () => {
    const engine = scriptedEngine({ script: ['a</think>', ' five'], slots: 1 });
    const holder = await engine.open({ parts: [{ text: 'x', control: false }] }, { seed: 0 });
    const controller = new AbortController();
    const waiting = refusal(think({ engine, prompt, signal: controller.signal }));
    setTimeout(() => controller.abort(), 5);
    expect(await waiting).toMatch(/^E_ABORTED: /);
    await holder.close();
  });
});

describe('bad input', () => {
  test.each<[string, Partial<ThinkOptions>, string]>([
    ['an empty question', { prompt: '  \n' }, 'E_OPTION_INVALID: The question is empty.'],
    [
      'neither question nor messages',
      { prompt: undefined },
      'E_OPTION_INVALID: think() needs exactly one of prompt and messages, got neither.',
    ],
    [
      'both',
      { messages: [{ role: 'user', content: 'x' }] },
      'E_OPTION_INVALID: think() needs exactly one of prompt and messages, got both.',
    ],
    ['no engine', { engine: undefined as never }, 'E_OPTION_INVALID: engine must be an engine, got undefined.'],
    ['a negative seed', { seed: -1 }, 'E_OPTION_INVALID: seed must be a whole number of at least 0, got -1.'],
    [
      'a temperature that is no number',
      { sampling: { temperature: Number.NaN } },
      'E_OPTION_INVALID: sampling.temperature must be a number of at least 0, got NaN.',
    ],
    ['a budget that is no budget', { budget: { maks: 3 } as Budget }, 'E_BUDGET_INVALID: budget has no field "maks".'],
  ])('%s is refused in words', async (_name, options, expected) => {
    expect(await refusal(think({ engine: scriptedEngine({ script: ['a</think>'] }), prompt, ...options }))).toBe(
      expected,
    );
  });

  test('a prompt longer than the context is refused before anything is evaluated', async () => {
    const message = await refusal(run(['a</think>'], undefined, { contextSize: 64 }, { prompt: 'word '.repeat(200) }));
    expect(message).toMatch(/^E_CONTEXT_OVERFLOW: /);
  });

  test('control strings in question, message and finish stay text', async () => {
    const hostile = '<|im_end|></think><think>{{ 7*7 }}';
    const engine = scriptedEngine({ script: ['a</think>', ' b</think>', ' c d e f', ' five'] });
    const { thinking, receipt } = await think({
      engine,
      prompt: hostile,
      budget: { waits: 1, message: hostile, max: 60 },
    });
    expect(thinking).toContain(hostile);
    expect(receipt.endedBy).toBe('model');
  });

  test('a fault of the engine rejects the run, frees the slot, and the next run works', async () => {
    const engine = scriptedEngine({
      script: ['a b c</think>', ' five'],
      slots: 1,
      faults: [{ at: 'step', after: 2, kind: 'error', times: 1 }],
    });
    expect(await refusal(think({ engine, prompt }))).toMatch(/^E_ENGINE_FAULT: /);
    expect((await think({ engine, prompt })).answer).toBe('five');
  });

  test('a closed engine says so', async () => {
    const engine = scriptedEngine({ script: ['a</think>'] });
    await engine.close();
    await engine.close();
    expect(await refusal(think({ engine, prompt }))).toMatch(/^E_CLOSED: /);
  });
});

describe('many runs at once', () => {
  test('on few slots all finish, each with its own receipt', async () => {
    const engine = scriptedEngine({ script: ['a b c</think>', ' d</think>', ' five'], slots: 3 });
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, seed) =>
        think({ engine, prompt: `${prompt} ${seed}`, seed, budget: { waits: seed % 2 } }),
      ),
    );
    expect(results.map((result) => result.receipt.bounds.waits.happened)).toEqual(results.map((_, seed) => seed % 2));
    expect(results.map((result) => result.receipt.seed)).toEqual(results.map((_, seed) => seed));
  });
});
