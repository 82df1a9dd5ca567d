import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RunEnd, run } from '../../../src/testing/dialects/model/run.ts';
import { ServedModel, type ServedModelOptions } from '../../../src/testing/dialects/model/served-model.ts';
import { thinkingState } from '../../../src/testing/dialects/model/thinking-state.ts';
import type { Script } from '../../../src/testing/script.ts';
import { scriptedEngine } from '../../../src/testing/scripted-engine.ts';
import { thinkFormat } from '../../../src/testing/think-format.ts';

function served(script: Script, options: Partial<ServedModelOptions> = {}): ServedModel {
  return new ServedModel({
    script,
    thinking: thinkFormat,
    contextSize: 4096,
    slots: 2,
    words: [],
    tokenDelay: 0,
    certainty: 25,
    ...options,
  });
}

type Asked = Partial<Omit<Parameters<typeof run>[1], 'prompt'>>;

async function say(model: ServedModel, prompt: string, asked: Asked = {}): Promise<{ text: string; end: RunEnd }> {
  const plan = {
    prompt: model.encode(prompt),
    maxTokens: 100,
    sampling: { temperature: 0 },
    seed: 1,
    signal: new AbortController().signal,
    ...asked,
  };
  let text = '';
  let end: RunEnd | undefined;
  for await (const next of run(model, plan)) {
    if ('reason' in next) end = next;
    else text += next.parts.map((part) => part.text).join('');
  }
  return { text, end: end! };
}

const open = 'Hi<|im_start|>assistant\n<think>\n';

describe('one script serves every way of asking', () => {
  const waits = ['one two</think>', ' three</think>', 'four'];

  test('left alone, the model thinks its first stretch and answers with the one that is no thinking', async () => {
    expect((await say(served(waits), open)).text).toBe('one two</think>four');
  });

  test('appended text inside thinking begins the next stretch', async () => {
    const model = served(waits);
    await say(model, open, { stops: ['</think>'] });
    expect((await say(model, `${open}one twoWait`, { stops: ['</think>'] })).text).toBe(' three');
    expect((await say(model, `${open}one twoWait three</think>`)).text).toBe('four');
  });

  test('a cut leads to the answer, from anywhere in the thinking', async () => {
    const model = served(waits);
    await say(model, open, { maxTokens: 1 });
    expect((await say(model, `${open}one\n</think>\n\nFinal Answer:`)).text).toBe('four');
    const whole = served('one two</think>three');
    await say(whole, open, { maxTokens: 1 });
    expect((await say(whole, `${open}one\n</think>\n\nFinal Answer:`)).text).toBe('three');
  });

  test('without anything appended it goes on where it was cut off, in the middle of a word as well', async () => {
    const model = served('one twothree four');
    await say(model, open, { maxTokens: 2 });
    expect((await say(model, `${open}one two`)).text).toBe('three four');
  });

  test('text that it would have said itself counts as said', async () => {
    const model = served('one</think>two three');
    await say(model, open, { stops: ['</think>'] });
    expect((await say(model, `${open}one</think>two`)).text).toBe(' three');
  });

  test('thinking that was closed before the first word is skipped', async () => {
    expect((await say(served(waits), `${open}\n</think>\n\n`)).text).toBe('four');
  });

  test('a new question begins anew, and so does another seed', async () => {
    const asked: string[] = [];
    const model = served((prompt, seed) => {
      asked.push(`${prompt.includes('Again') ? 'again' : 'first'} ${seed}`);
      return 'one</think>two';
    });
    await say(model, open);
    await say(model, open, { seed: 2 });
    await say(
      model,
      `${open}one</think>two<|im_end|>\n<|im_start|>user\nAgain<|im_end|>\n<|im_start|>assistant\n<think>\n`,
    );
    expect(asked).toEqual(['first 1', 'first 2', 'again 1']);
  });

  test('a stop at once is remembered: what is appended then begins the next stretch', async () => {
    const model = served(['</think>', 'one</think>', 'two']);
    expect((await say(model, open, { stopTokens: model.encode('</think>') })).text).toBe('');
    expect((await say(model, `${open}Wait`, { stops: ['</think>'] })).text).toBe('one');
  });
});

describe('bounds and stops', () => {
  test('a limit of thinking is exact, and what is forced counts as output', async () => {
    const model = served('one two three</think>four');
    const force = model.encode('</think>');
    const { text, end } = await say(model, open, { thinkingLimit: { tokens: 2, force } });
    expect(text).toBe('one two</think>four');
    expect(end.usage).toMatchObject({ thinking: 2, completion: 5 });
  });

  test('the cache of an earlier request is counted', async () => {
    const model = served('one two three');
    await say(model, open, { maxTokens: 2 });
    const { end } = await say(model, `${open}one two`);
    expect(end.usage.cached).toBeGreaterThanOrEqual(end.usage.prompt - 2);
  });

  test('characters that span tokens come whole', async () => {
    const model = served((_) => 'a🙂b');
    expect((await say(model, open)).text).toBe('a🙂b');
  });

  test('the context ends a generation like a limit', async () => {
    const model = served('one two three four', { contextSize: 0 + served('').encode(open).length + 2 });
    const { text, end } = await say(model, open);
    expect([text, end.reason]).toEqual(['one two', 'length']);
  });
});

test('stops never show in the text, and nothing in front of them is lost, however tokens fall', async () => {
  const word = fc.constantFrom('ab', 'abc', 'b', ' a', 'bca', ' ', 'cab');
  await fc.assert(
    fc.asyncProperty(
      fc.array(word, { maxLength: 8 }),
      fc.constantFrom('abc', 'bc a', 'ca', 'b'),
      async (words, stop) => {
        const script = words.join('');
        const { text, end } = await say(served(script), 'Hi', { stops: [stop] });
        const at = script.indexOf(stop);
        expect(text).toBe(at === -1 ? script : script.slice(0, at));
        expect(end.matched).toBe(at === -1 ? undefined : stop);
      },
    ),
    { numRuns: 150 },
  );
});

test('segments by limits say what one request says', async () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 12 });
  const script = 'one two</think>three four, 5 and more';
  await fc.assert(
    fc.asyncProperty(cuts, async (limits) => {
      const model = served(script);
      let written = '';
      for (const maxTokens of [...limits, 100]) written += (await say(model, open + written, { maxTokens })).text;
      expect(written).toBe(script);
    }),
    { numRuns: 60 },
  );
});

test('a Wait over text gives what the scripted engine gives over calls', async () => {
  const script = ['one two three</think>', ' four five</think>', ' six</think>', 'The answer is 7.'];
  const engine = scriptedEngine({ script });
  const sequence = await engine.open({ parts: [{ text: open, control: true }] }, { seed: 1 });
  const stop = { text: '</think>', control: true };
  const model = served(script);
  let text = open;
  for (const appended of ['Wait', 'Hmm', '</think>\n\n']) {
    const generation = sequence.generate({
      channel: 'thinking',
      maxTokens: 50,
      stop: [stop],
      sampling: { temperature: 0 },
    });
    let called = '';
    for await (const chunk of generation) called += chunk.text;
    const asked = (await say(model, text, { stops: ['</think>'] })).text;
    expect(asked).toBe(called);
    await sequence.append([{ text: appended, control: true }]);
    text += asked + appended;
  }
  expect((await say(model, text)).text).toBe('The answer is 7.');
  await engine.close();
});

test('a prompt leaves the model inside thinking, behind it, or before any', () => {
  const turn = '<|im_start|>assistant\n';
  expect(thinkingState(`${turn}<think>\nso`, thinkFormat)).toBe('inside');
  expect(thinkingState(`${turn}<think>\nso</think>\n\n4`, thinkFormat)).toBe('closed');
  expect(thinkingState(turn, thinkFormat)).toBe('unopened');
  expect(thinkingState(`What is <think>?${turn}`, thinkFormat)).toBe('unopened');
  expect(thinkingState(`${turn}<think>\na</think>b<think>c`, thinkFormat)).toBe('inside');
});
