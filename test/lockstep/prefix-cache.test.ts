import { expect, test } from 'vitest';
import { say, text, toyEngine } from '../support/toy-engine.ts';

const warm = { maxTokens: 6, sampling: { temperature: 1 } };

test('a prompt that begins like an earlier one starts where they part', async () => {
  const { engine, decoder } = toyEngine({ slots: 1 });
  const first = await engine.open(text('the same beginning, one end'), { seed: 1 });
  await say(first, warm);
  await first.close();
  const second = await engine.open(text('the same beginning, other'), { seed: 2 });
  expect(second.usage).toMatchObject({ prompt: 25, cached: 21 });
  await say(second, warm);
  expect(second.usage.evaluated).toBe(25 - 21 + 5);
  expect(decoder.batches.at(-6)?.[0]?.position).toBe(21);
});

test('of a prompt that is known as a whole, only the last token is evaluated again', async () => {
  const { engine } = toyEngine({ slots: 1 });
  const first = await engine.open(text('the same question'), { seed: 1 });
  const said = await say(first, warm);
  await first.close();
  const second = await engine.open(text('the same question'), { seed: 1 });
  expect(second.usage.cached).toBe(16);
  expect(await say(second, warm)).toEqual(said);
  expect(second.usage.evaluated).toBe(6);
});

test('of several free slots the one that holds most of the prompt is taken, else the least useful one', async () => {
  const { engine, decoder } = toyEngine({ slots: 3 });
  for (const prompt of ['apples and pears', 'bananas and figs']) {
    const sequence = await engine.open(text(prompt), { seed: 1 });
    await say(sequence, { maxTokens: 1 });
    await sequence.close();
  }
  const slotOf = async (prompt: string): Promise<number | undefined> => {
    const sequence = await engine.open(text(prompt), { seed: 1 });
    await say(sequence, { maxTokens: 1 });
    return decoder.batches.at(-1)?.[0]?.slot;
  };
  expect(await slotOf('bananas or figs')).toBe(1);
  expect(await slotOf('zucchini')).toBe(2);
  expect(await slotOf('unknown')).toBe(0);
});

test('what a running sequence holds of a prompt is copied', async () => {
  const { engine, decoder } = toyEngine({ slots: 2 });
  const first = await engine.open(text('a long common beginning: x'), { seed: 1 });
  const said = await say(first, warm);
  const second = await engine.open(text('a long common beginning: x'), { seed: 1 });
  expect(decoder.copies).toEqual([{ from: 0, to: 1, length: 25 }]);
  expect(second.usage.cached).toBe(25);
  expect(await say(second, warm)).toEqual(said);
});

test('a few tokens are not worth a copy', async () => {
  const { engine, decoder } = toyEngine({ slots: 2 });
  await say(await engine.open(text('short x'), { seed: 1 }), warm);
  expect((await engine.open(text('short y'), { seed: 1 })).usage.cached).toBe(0);
  expect(decoder.copies).toEqual([]);
});

test('the same seed says the same whatever earlier sequences have left behind', async () => {
  const prompts = ['a question', 'a question, longer', 'a quest', 'something else', 'a question'];
  const speak = async (prefixCache: boolean): Promise<string[]> => {
    const { engine } = toyEngine({ slots: 2 }, { prefixCache });
    const texts: string[] = [];
    for (const [seed, prompt] of prompts.entries()) {
      const sequence = await engine.open(text(prompt), { seed });
      texts.push((await say(sequence, warm)).text);
      if (seed % 2 === 0) await sequence.close();
      else setImmediate(() => void sequence.close());
    }
    return texts;
  };
  expect(await speak(true)).toEqual(await speak(false));
});

test('without the cache nothing is reused', async () => {
  const { engine } = toyEngine({ slots: 2 }, { prefixCache: false });
  await (await engine.open(text('the same question'), { seed: 1 })).close();
  await say(await engine.open(text('the same question'), { seed: 1 }), warm);
  expect((await engine.open(text('the same question'), { seed: 1 })).usage.cached).toBe(0);
});

test('a fork that takes a slot which already holds its text needs no copy', async () => {
  const { engine, decoder } = toyEngine({ slots: 2 });
  const parent = await engine.open(text('a question'), { seed: 1, forks: 1 });
  const [first] = await parent.fork([2]);
  await first!.close();
  await parent.fork([3]);
  expect(decoder.copies).toHaveLength(1);
});
