import { expect, test } from 'vitest';
import { question, say, text, toyEngine } from '../support/toy-engine.ts';

const plain = (content: string) => ({ text: content, control: false });

test('a fork understands the marks its parent made before the fork, and no others', async () => {
  const { engine } = toyEngine();
  const parent = await engine.open(question, { seed: 1, forks: 1 });
  const before = parent.mark();
  await parent.append([plain('one')]);
  const [fork] = await parent.fork([2]);
  await parent.append([plain('two')]);
  const after = parent.mark();
  await expect(fork!.rewind(after)).rejects.toMatchObject({ code: 'E_OPTION_INVALID' });
  await fork!.rewind(before);
  expect([fork!.length.value, parent.length.value]).toEqual([3, 9]);
});

test('forks share what was evaluated and go their own ways', async () => {
  const { engine, decoder } = toyEngine();
  const parent = await engine.open(text('a long question'), { seed: 1, forks: 2 });
  const forks = await parent.fork([2, 3]);
  // The prompt was evaluated once, except for its last token, whose logits everyone needs.
  expect(parent.usage.evaluated).toBe(14);
  expect(decoder.copies.map(({ length }) => length)).toEqual([14, 14]);
  expect(forks.map((fork) => fork.usage)).toEqual(
    forks.map(() => ({ prompt: 15, cached: 14, evaluated: 0, sampled: 0, discarded: 0 })),
  );
  const warm = { sampling: { temperature: 1 }, maxTokens: 12 };
  const texts = await Promise.all([parent, ...forks].map(async (sequence) => (await say(sequence, warm)).text));
  expect(new Set(texts).size).toBe(3);
  expect(forks[0]?.usage.evaluated).toBe(12);
});

test('a fork with the seed of another run says what that run said', async () => {
  const warm = { sampling: { temperature: 1 }, maxTokens: 12 };
  const { engine } = toyEngine();
  const alone = await say(await engine.open(question, { seed: 9 }), warm);
  const parent = await engine.open(question, { seed: 1, forks: 1 });
  const [fork] = await parent.fork([9]);
  expect(await say(fork!, warm)).toEqual(alone);
});

test('forks beyond the reserved number are refused at once, and a closed fork makes room', async () => {
  const { engine } = toyEngine();
  const parent = await engine.open(question, { seed: 1, forks: 1 });
  await expect(parent.fork([1, 2])).rejects.toThrow('2 forks were asked for, and 1 are left.');
  const [fork] = await parent.fork([1]);
  await expect(fork!.fork([2])).rejects.toMatchObject({ code: 'E_SLOTS' });
  await fork!.close();
  expect(await parent.fork([2])).toHaveLength(1);
  expect(await parent.fork([])).toEqual([]);
});

test('a family keeps its slots until its last member is closed', async () => {
  const { engine } = toyEngine({ slots: 2 });
  const parent = await engine.open(question, { seed: 1, forks: 1 });
  const [fork] = await parent.fork([2]);
  let opened = false;
  const next = engine.open(question, { seed: 3 }).then((sequence) => {
    opened = true;
    return sequence;
  });
  await parent.close();
  const [again] = await fork!.fork([4]);
  await again!.close();
  expect(opened).toBe(false);
  await fork!.close();
  expect((await next).length.value).toBe(3);
});
