import { expect, test } from 'vitest';
import { MullError } from '../../src/core/mull-error.ts';
import { greedy, question, say, saying, text, toyEngine } from '../support/toy-engine.ts';

const plain = (content: string) => ({ text: content, control: false });

test('a model that fails rejects every call of that batch, with the cause, and works again afterwards', async () => {
  for (const later of [false, true]) {
    const { engine, decoder } = toyEngine({ ...saying('hello hello'), async: later });
    const sequences = await Promise.all([1, 2].map((seed) => engine.open(question, { seed })));
    const cause = new Error('out of memory');
    decoder.before = () => {
      if (decoder.batches.length === 4) throw cause;
    };
    const shown = ['', ''];
    const runs = sequences.map(async (sequence, index) => {
      for await (const chunk of sequence.generate(greedy())) shown[index] += chunk.text;
    });
    for (const result of await Promise.allSettled(runs)) {
      expect(result).toMatchObject({
        status: 'rejected',
        reason: { code: 'E_ENGINE_FAULT', message: 'The model failed: out of memory', cause },
      });
    }
    expect(shown).toEqual(['hel', 'hel']);
    for (const sequence of sequences) {
      expect(sequence.length.value).toBe(6);
      expect((await say(sequence)).text).toBe('lo hello');
    }
  }
});

test('an error of ours passes through unchanged', async () => {
  const { engine, decoder } = toyEngine();
  const crashed = new MullError('E_ENGINE_CRASHED', 'The process ended.', { hint: 'Open a new one.' });
  decoder.before = () => Promise.reject(crashed);
  const generation = (await engine.open(question, { seed: 1 })).generate(greedy());
  await expect(generation[Symbol.asyncIterator]().next()).rejects.toBe(crashed);
  await expect(generation.end).rejects.toBe(crashed);
});

test('chunks that wait are still given out before the failure is', async () => {
  const { engine, decoder } = toyEngine(saying('abababab'));
  const sequence = await engine.open(question, { seed: 1 });
  const iterator = sequence.generate(greedy())[Symbol.asyncIterator]();
  decoder.before = () => {
    if (decoder.batches.length === 4) throw new Error('broken');
  };
  expect((await iterator.next()).value?.text).toBe('ab');
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect((await iterator.next()).value?.text).toBe('ab');
  expect((await iterator.next()).value?.text).toBe('ab');
  await expect(iterator.next()).rejects.toMatchObject({ code: 'E_ENGINE_FAULT' });
  expect(await iterator.next()).toEqual({ done: true, value: undefined });
  expect(sequence.length.value).toBe(6);
});

test('a failure while reading appends nothing', async () => {
  const { engine, decoder } = toyEngine({}, { prefillChunk: 4 });
  const sequence = await engine.open(question, { seed: 1 });
  decoder.before = () => {
    if (decoder.batches.length === 2) throw new Error('broken');
  };
  const parts = [plain('a long text')];
  const read = [{ after: 0, top: 1 }];
  await expect(sequence.append(parts, { read })).rejects.toMatchObject({ code: 'E_ENGINE_FAULT' });
  expect(sequence.length.value).toBe(3);
  const { engine: other } = toyEngine();
  const expected = await (await other.open(question, { seed: 1 })).append(parts, { read });
  expect(await sequence.append(parts, { read })).toEqual(expected);
});

test('a failure while forking gives the slots back', async () => {
  const { engine, decoder } = toyEngine({ slots: 2 });
  const parent = await engine.open(text('a long question'), { seed: 1, forks: 1 });
  decoder.before = () => {
    throw new Error('broken');
  };
  await expect(parent.fork([2])).rejects.toMatchObject({ code: 'E_ENGINE_FAULT' });
  decoder.before = undefined;
  const [fork] = await parent.fork([2]);
  expect((await say(fork!, { maxTokens: 3 })).text).toBe((await say(parent, { maxTokens: 3 })).text);
});

test('a copy that fails refuses the opening and leaves the slot usable', async () => {
  const { engine, decoder } = toyEngine({ slots: 2 });
  const first = await engine.open(text('a long common beginning: x'), { seed: 1 });
  const said = await say(first, { maxTokens: 3 });
  const copy = decoder.copy.bind(decoder);
  decoder.copy = () => {
    throw new Error('no room for a copy');
  };
  const opening = engine.open(text('a long common beginning: x'), { seed: 1 });
  await expect(opening).rejects.toThrow('The model failed: no room for a copy');
  decoder.copy = copy;
  const second = await engine.open(text('a long common beginning: x'), { seed: 1 });
  expect(await say(second, { maxTokens: 3 })).toEqual(said);
});

test('forgetting that fails rejects only the sequence it belongs to', async () => {
  const { engine, decoder } = toyEngine({ ...saying('aaaaaaaaaaaa'), slots: 2 });
  const [first, second] = await Promise.all([1, 2].map((seed) => engine.open(question, { seed })));
  const mark = first!.mark();
  await say(first!, { maxTokens: 3 });
  await first!.rewind(mark);
  const truncate = decoder.truncate.bind(decoder);
  decoder.truncate = () => {
    throw new Error('cannot forget');
  };
  const [a, b] = await Promise.allSettled([say(first!, { maxTokens: 2 }), say(second!, { maxTokens: 2 })]);
  expect(a).toMatchObject({ status: 'rejected', reason: { message: 'The model failed: cannot forget' } });
  expect(b).toMatchObject({ status: 'fulfilled', value: { text: 'aa' } });
  decoder.truncate = truncate;
  expect((await say(first!, { maxTokens: 2 })).text).toBe('aa');
});

test('a model that answers with too few results or without a token has failed', async () => {
  const { engine, decoder } = toyEngine();
  const sequence = await engine.open(question, { seed: 1 });
  const step = decoder.step.bind(decoder);
  decoder.step = () => [];
  await expect(say(sequence)).rejects.toThrow('The model failed: 0 results for 1 rows');
  decoder.step = (rows) => {
    void step(rows);
    return rows.map(() => ({}));
  };
  await expect(say(sequence)).rejects.toThrow('a row came back without the token that was to be drawn');
  const reading = sequence.append([plain('x')], { read: [{ after: 0, top: 1 }] });
  await expect(reading).rejects.toThrow('0 readings for 1 probes');
  decoder.step = step;
  expect((await say(sequence, { maxTokens: 2 })).end.reason).toBe('limit');
});

test('a failure that nobody looks at ends nothing but its generation', async () => {
  const unhandled: unknown[] = [];
  const listen = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', listen);
  const { engine, decoder } = toyEngine();
  decoder.before = () => Promise.reject(new Error('broken'));
  const sequence = await engine.open(question, { seed: 1 });
  await sequence
    .generate(greedy())
    [Symbol.asyncIterator]()
    .next()
    .catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off('unhandledRejection', listen);
  expect(unhandled).toEqual([]);
});
