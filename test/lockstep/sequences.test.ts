import { expect, test } from 'vitest';
import { MullError } from '../../src/core/mull-error.ts';
import { greedy, question, say, saying, text, toyEngine } from '../support/toy-engine.ts';
import { ToyDecoder, toyToken, toyTokenizer, toyVocabulary } from '../support/toy-model.ts';

const plain = (content: string) => ({ text: content, control: false });

test('each part is tokenised on its own: what is appended never changes what stands before it', async () => {
  const { engine, decoder } = toyEngine();
  const sequence = await engine.open({ parts: [plain('xa'), plain('b')] }, { seed: 1 });
  // Together 'ab' would be one token.
  expect(sequence.length.value).toBe(3);
  await sequence.append([plain('a'), plain('ba')]);
  await say(sequence, { maxTokens: 1 });
  expect(decoder.batches[0]?.[0]?.tokens).toEqual(['x', 'a', 'b', 'a', 'ba'].map(toyToken));
});

test('control strings are tokens only where the text is marked as control text', async () => {
  const { engine } = toyEngine();
  expect(await engine.encode?.({ text: '<think>', control: true })).toEqual([toyToken('<think>')]);
  expect(await engine.encode?.({ text: '<think>', control: false })).toHaveLength(7);
});

test('appending evaluates nothing; the tokens go with the next step, once', async () => {
  const { engine, decoder } = toyEngine({ says: () => toyToken('a') });
  const sequence = await engine.open(question, { seed: 1 });
  await sequence.append([plain('one ')]);
  expect(await sequence.append([plain('two')])).toEqual({
    tokens: { value: 3, counting: 'exact' },
    readings: [],
    warnings: [],
  });
  expect(decoder.batches).toHaveLength(0);
  await say(sequence, { maxTokens: 1 });
  expect(decoder.batches.map((rows) => rows[0]?.tokens.length)).toEqual([10]);
  expect(sequence.usage).toEqual({ prompt: 3, cached: 0, evaluated: 10, sampled: 1, discarded: 0 });
});

test('a sampled token is evaluated with what follows it, and a Wait costs its own tokens', async () => {
  const { engine } = toyEngine(saying('aaaaaaaaaa'));
  const sequence = await engine.open(question, { seed: 1 });
  await say(sequence, { maxTokens: 4 });
  expect(sequence.usage.evaluated).toBe(6);
  await sequence.append([plain('Wait')]);
  await say(sequence, { maxTokens: 1 });
  expect(sequence.usage.evaluated).toBe(11);
});

test('behind a stop, only the last token is evaluated again if nothing is appended', async () => {
  const { engine } = toyEngine(saying('aa</think>'));
  const sequence = await engine.open(question, { seed: 1 });
  const stop = [{ text: '</think>', control: true }];
  await say(sequence, { stop });
  expect(sequence.usage).toMatchObject({ evaluated: 5, sampled: 3, discarded: 1 });
  await say(sequence, { stop, maxTokens: 1, banFirst: stop });
  expect(sequence.usage.evaluated).toBe(6);
});

test('what does not fit is refused with the numbers, and the sequence stays usable', async () => {
  const { engine, decoder } = toyEngine({ ...saying('aaaa'), contextSize: 10 });
  await expect(engine.open(text('x'.repeat(11)), { seed: 1 })).rejects.toThrow(
    'The prompt does not fit: 11 tokens, and the context window has 10.',
  );
  const sequence = await engine.open(question, { seed: 1 });
  await expect(sequence.append([plain('x'.repeat(8))])).rejects.toThrow(
    'What was appended does not fit: 3 + 8 = 11 tokens, and the context window has 10.',
  );
  expect(decoder.batches).toHaveLength(0);
  expect((await say(sequence, { maxTokens: 2 })).text).toBe('aa');
  await sequence.append([plain('x'.repeat(5))]);
  expect(sequence.length.value).toBe(10);
});

test('the smaller of the model’s and the decoder’s context holds', async () => {
  const { engine } = toyEngine({ contextSize: 10 });
  expect(engine.model.contextSize).toBe(10);
  expect(engine.model.vocabularySize).toBe(toyVocabulary);
});

test.each([
  [
    { media: { type: 'image' as const, mediaType: 'image/png', data: new Uint8Array() } },
    'E_UNSUPPORTED',
    'Part 0 is an image',
  ],
  [
    { media: { type: 'audio' as const, mediaType: 'audio/wav', data: new Uint8Array() } },
    'E_UNSUPPORTED',
    'Part 0 is audio',
  ],
  [{ tokens: [1, toyVocabulary] }, 'E_OPTION_INVALID', `the token id ${toyVocabulary}`],
  [{ tokens: [-1] }, 'E_OPTION_INVALID', 'the token id -1'],
])('the part %j is refused', async (part, code, message) => {
  const { engine } = toyEngine();
  const sequence = await engine.open(question, { seed: 1 });
  for (const attempt of [engine.open({ parts: [part] }, { seed: 1 }), sequence.append([part]), engine.encode?.(part)]) {
    const error = await Promise.resolve(attempt).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MullError);
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
  }
});

test('messages are refused: rendering them is not this engine’s work', async () => {
  const { engine } = toyEngine();
  const opening = engine.open({ messages: [{ role: 'user', content: 'hi' }] }, { seed: 1 });
  await expect(opening).rejects.toMatchObject({ code: 'E_UNSUPPORTED' });
});

test.each([
  [{ seed: 0.5 }, 'A seed must be a whole number, got 0.5.'],
  [{ seed: 1, forks: -1 }, 'forks must be a whole number of at least 0, got -1.'],
  [{ seed: 1, forks: 4 }, 'A sequence and 4 forks need 5 slots; there are 4.'],
])('opening with %j is refused', async (options, message) => {
  const { engine } = toyEngine();
  await expect(engine.open(question, options)).rejects.toThrow(message);
});

test('all probes of an append are read in one pass, also the one behind its last part', async () => {
  const { engine, decoder } = toyEngine();
  const sequence = await engine.open(question, { seed: 1 });
  const [a, b] = [toyToken('a'), toyToken('b')];
  const { readings } = await sequence.append([plain('one'), plain(''), plain('two')], {
    read: [
      { after: 2, tokens: [a, b] },
      { after: 0, top: 2 },
      { after: 1, top: 1, tokens: [a] },
    ],
  });
  expect(decoder.batches.map((rows) => rows.map((row) => row.tokens.length))).toEqual([[9]]);
  expect(readings.map((reading) => reading.length)).toEqual([2, 2, 2]);
  const history = toyTokenizer.encode('q? onetwo', false);
  const logits = decoder.logits(history);
  const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
  const byToken = new Map(readings[0]?.map((entry) => [entry.token, entry]));
  expect(byToken.get(a)?.logprob).toBeCloseTo(logits[a]! - total, 4);
  expect(byToken.get(b)).toMatchObject({ text: 'b' });
  expect(readings[2]?.[0]).toEqual(readings[1]?.[0]);
});

test('what no probe needs is left for the next step', async () => {
  const { engine } = toyEngine();
  const sequence = await engine.open(question, { seed: 1 });
  await sequence.append([plain('one'), plain('two')], { read: [{ after: 0, top: 1 }] });
  expect(sequence.usage.evaluated).toBe(6);
  expect(sequence.length.value).toBe(9);
});

test('reading goes through long texts in chunks', async () => {
  const { engine, decoder } = toyEngine({}, { prefillChunk: 4 });
  const sequence = await engine.open(question, { seed: 1 });
  const parts = ['xxx', 'yyyyyyy', 'z'].map(plain);
  const read = [0, 1, 2].map((after) => ({ after, top: 1 }));
  const { readings } = await sequence.append(parts, { read });
  expect(decoder.batches.map((rows) => rows[0]?.tokens.length)).toEqual([4, 4, 4, 2]);
  const { engine: other } = toyEngine();
  const whole = await (await other.open(question, { seed: 1 })).append(parts, { read });
  expect(readings).toEqual(whole.readings);
});

test.each([
  [{ after: 1, top: 1 }, 'A probe reads after part 1, and this append has 1 parts.'],
  [{ after: -1, top: 1 }, 'A probe reads after part -1'],
  [{ after: 0 }, 'The probe after part 0 asks for nothing.'],
  [{ after: 0, top: -1 }, 'top must be a whole number of at least 0, got -1.'],
  [{ after: 0, tokens: [toyVocabulary] }, `A probe asks for the token id ${toyVocabulary}`],
])('the probe %j is refused and nothing is appended', async (probe, message) => {
  const { engine } = toyEngine();
  const sequence = await engine.open(question, { seed: 1 });
  await expect(sequence.append([plain('x')], { read: [probe] })).rejects.toThrow(message);
  expect(sequence.length.value).toBe(3);
});

test('behind no text at all there is nothing to read', async () => {
  const { engine } = toyEngine();
  const sequence = await engine.open(text(''), { seed: 1 });
  const reading = sequence.append([plain('')], { read: [{ after: 0, top: 1 }] });
  await expect(reading).rejects.toThrow('A probe reads behind no text at all.');
});

test('a mark is a place to come back to, until one rewinds past it', async () => {
  const { engine } = toyEngine();
  const sequence = await engine.open(question, { seed: 1 });
  const early = sequence.mark();
  await sequence.append([plain('one')]);
  const late = sequence.mark();
  expect([early.position, late.position]).toEqual([3, 6]);
  await sequence.append([plain('two')]);
  await sequence.rewind(late);
  await sequence.rewind(late);
  await sequence.rewind(early);
  await sequence.append([plain('other')]);
  await expect(sequence.rewind(late)).rejects.toThrow("The mark at token 6 is not a place of this sequence's text.");
});

test('rewinding counts sampled tokens as discarded, and the text goes on as from a fresh prompt', async () => {
  const { engine } = toyEngine();
  const sequence = await engine.open(question, { seed: 1 });
  const mark = sequence.mark();
  const first = await say(sequence, { maxTokens: 5 });
  await sequence.append([plain('abc')]);
  await sequence.rewind(mark);
  expect(sequence.usage).toMatchObject({ sampled: 5, discarded: 5 });
  expect(await say(sequence, { maxTokens: 5 })).toEqual(first);
});

test('a generation that is never iterated never starts', async () => {
  const { engine, decoder } = toyEngine();
  const sequence = await engine.open(question, { seed: 1 });
  const generation = sequence.generate(greedy());
  await sequence.append([plain('x')]);
  const iterator = generation[Symbol.asyncIterator]();
  await iterator.return?.();
  expect((await generation.end).reason).toBe('aborted');
  expect(await iterator.next()).toEqual({ done: true, value: undefined });
  expect(decoder.batches).toHaveLength(0);
});

test('what the abilities deny is refused', async () => {
  const abilities = { ban: false, rewind: false, fork: 'none', read: false, logprobs: 0 } as const;
  const { engine } = toyEngine({}, { abilities });
  const sequence = await engine.open(question, { seed: 1 });
  const attempts = [
    sequence.rewind(sequence.mark()),
    sequence.fork([1]),
    sequence.append([plain('x')], { read: [{ after: 0, top: 1 }] }),
    engine.open(question, { seed: 1, forks: 1 }),
    say(sequence, { banFirst: ['turn-end'] }),
    say(sequence, { logprobs: 0 }),
  ];
  for (const attempt of await Promise.allSettled(attempts)) {
    expect(attempt).toMatchObject({ status: 'rejected', reason: { code: 'E_UNSUPPORTED' } });
  }
});

test('options of the engine out of range are refused', () => {
  expect(() => toyEngine({}, { prefillChunk: 0 })).toThrow('prefillChunk must be a whole number of at least 1, got 0.');
  expect(() => toyEngine({}, { bufferedChunks: 0.5 })).toThrow('bufferedChunks must be a whole number');
  expect(new ToyDecoder().closes).toBe(0);
});
