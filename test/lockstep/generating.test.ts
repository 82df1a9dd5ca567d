import { expect, test } from 'vitest';
import { greedy, question, say, saying, sayingTokens, text, toyEngine } from '../support/toy-engine.ts';
import { toyToken, toyTokenizer } from '../support/toy-model.ts';

const control = (content: string) => ({ text: content, control: true });
const plain = (content: string) => ({ text: content, control: false });

test('the end of the turn ends a generation and does not enter the sequence', async () => {
  const { engine } = toyEngine(saying('hello'));
  const sequence = await engine.open(question, { seed: 1 });
  const said = await say(sequence);
  expect(said.text).toBe('hello');
  expect(said.end).toEqual({ reason: 'turn-end', tokens: { value: 5, counting: 'exact' } });
  expect(sequence.length).toEqual({ value: 8, counting: 'exact' });
  expect(sequence.usage).toEqual({ prompt: 3, cached: 0, evaluated: 8, sampled: 6, discarded: 1 });
});

test('an end of turn that is listed as a stop ends the generation as that stop', async () => {
  const { engine } = toyEngine(saying('hi'));
  const stop = control('<|end|>');
  const { end } = await say(await engine.open(question, { seed: 1 }), { stop: [stop] });
  expect(end).toEqual({ reason: 'stop', stop, tokens: { value: 2, counting: 'exact' } });
});

test('a control token stops by its id, not by its text', async () => {
  const spelled = [...toyTokenizer.encode('a</think>b', false), toyToken('</think>')];
  const { engine } = toyEngine(sayingTokens(spelled));
  const stop = control('</think>');
  const { text: said, end } = await say(await engine.open(question, { seed: 1 }), { stop: [stop] });
  expect(said).toBe('a</think>b');
  expect(end.reason).toBe('stop');
});

test('as a text, the name of a control token stops whether it is spelled or said as one', async () => {
  for (const tokens of [toyTokenizer.encode('a</think>b', false), toyTokenizer.encode('a</think>b', true)]) {
    const { engine } = toyEngine(sayingTokens(tokens));
    const stop = plain('</think>');
    const { text: said, end } = await say(await engine.open(question, { seed: 1 }), { stop: [stop] });
    expect(said).toBe('a');
    expect(end).toEqual({ reason: 'stop', stop, tokens: { value: 1, counting: 'exact' } });
  }
});

test('a control token that is not an end appears with its name', async () => {
  const { engine } = toyEngine(saying('a<think>b'));
  const { text: said, chunks } = await say(await engine.open(question, { seed: 1 }));
  expect(said).toBe('a<think>b');
  expect(chunks[1]).toEqual({ channel: 'answer', text: '<think>', tokens: [toyToken('<think>')] });
});

test('a stop that begins inside a token leaves the text in front of it, encoded again', async () => {
  const { engine } = toyEngine(saying('abxSTOP'));
  const sequence = await engine.open(question, { seed: 1 });
  const stop = plain('STO');
  const { chunks, end } = await say(sequence, { stop: [stop] });
  expect(chunks).toEqual([
    { channel: 'answer', text: 'ab', tokens: [toyToken('ab')] },
    { channel: 'answer', text: 'x', tokens: [toyToken('x')] },
  ]);
  expect(end).toEqual({ reason: 'stop', stop, tokens: { value: 2, counting: 'exact' } });
  // Drawn: ab, xST, O; the last two did not stay. The x in front of the stop is new.
  expect(sequence.usage).toMatchObject({ sampled: 3, discarded: 2 });
  expect(sequence.length.value).toBe(5);
});

test('a stop that begins behind half a character goes back to where the character begins', async () => {
  const tokens = [toyToken('a'), 0xe2, 0x82, 0xac, ...toyTokenizer.encode('STOP', false)];
  const { engine } = toyEngine(sayingTokens(tokens));
  const sequence = await engine.open(question, { seed: 1 });
  const { text: said, end } = await say(sequence, { stop: [plain('STOP')] });
  expect(said).toBe('a€');
  expect(end.tokens.value).toBe(4);
});

test('chunks never hold the beginning of a stop, and what turns out not to be one is shown', async () => {
  const { engine } = toyEngine(saying('xSTabSTO'));
  const { chunks, end } = await say(await engine.open(question, { seed: 1 }), { stop: [plain('STOP')] });
  expect(chunks.map((chunk) => chunk.text)).toEqual(['xSTab', 'STO']);
  expect(end.reason).toBe('turn-end');
});

test('at the limit, held text is shown; a stop completed by the last token still counts as a stop', async () => {
  for (const [maxTokens, reason, said] of [
    [4, 'limit', 'a€ST'],
    [5, 'limit', 'a€STO'],
    [6, 'stop', 'a€'],
  ] as const) {
    const { engine } = toyEngine(
      sayingTokens([97, toyToken('€'), ...'STOP'].map((id) => (typeof id === 'number' ? id : id.charCodeAt(0)))),
    );
    const result = await say(await engine.open(question, { seed: 1 }), { maxTokens, stop: [plain('STOP')] });
    expect([result.end.reason, result.text]).toEqual([reason, said]);
  }
});

test('left-over text never makes a generation longer than its limit', async () => {
  const { engine } = toyEngine(sayingTokens([97, toyToken(' end')]));
  const sequence = await engine.open(question, { seed: 1 });
  const { text: said, end } = await say(sequence, { maxTokens: 2, stop: [plain('nd')] });
  // ' e' would be two tokens where ' end' was one.
  expect(said).toBe('a ');
  expect(end).toMatchObject({ reason: 'stop', tokens: { value: 2 } });
});

test('a character cut by the limit is shown as U+FFFD', async () => {
  const { engine } = toyEngine(sayingTokens([0xe2, 0x82, 0xac]));
  const sequence = await engine.open(question, { seed: 1 });
  const { text: said, end } = await say(sequence, { maxTokens: 2 });
  expect(said).toBe('\ufffd');
  expect(end).toEqual({ reason: 'limit', tokens: { value: 2, counting: 'exact' } });
});

test('bans hold for the first token only', async () => {
  const { engine } = toyEngine(saying('aaa'));
  const { text: said } = await say(await engine.open(question, { seed: 1 }), { maxTokens: 3, banFirst: [plain('a')] });
  expect(said[0]).not.toBe('a');
  expect(said.slice(1)).toBe('aa');
});

test('a text of several tokens cannot be banned', async () => {
  const { engine } = toyEngine();
  const sequence = await engine.open(question, { seed: 1 });
  await expect(say(sequence, { banFirst: [plain('hello')] })).rejects.toMatchObject({
    code: 'E_UNSUPPORTED',
    message: '"hello" cannot be banned: it is not a single token of this model.',
  });
});

test('log-probabilities come with every token, also with those that were held back', async () => {
  const { engine } = toyEngine(saying('xSTab'));
  const { chunks } = await say(await engine.open(question, { seed: 1 }), { logprobs: 2, stop: [plain('STOP')] });
  expect(chunks).toHaveLength(1);
  expect(chunks[0]?.logprobs?.map((entry) => entry.text)).toEqual(['xST', 'ab']);
  expect(chunks[0]?.logprobs?.[0]?.top).toHaveLength(2);
  expect(chunks[0]?.logprobs?.[0]?.top?.[0]).toMatchObject({ token: toyToken('xST'), text: 'xST' });
});

test('the end of the context ends a generation; there, nothing more can be said', async () => {
  const { engine } = toyEngine({ ...saying('aaaaaaaaaa'), contextSize: 8 });
  const sequence = await engine.open(question, { seed: 1 });
  expect((await say(sequence)).end).toEqual({ reason: 'context', tokens: { value: 5, counting: 'exact' } });
  expect((await say(sequence)).end).toEqual({ reason: 'context', tokens: { value: 0, counting: 'exact' } });
  expect(sequence.length.value).toBe(8);
});

test('a limit that falls on the end of the context is a limit', async () => {
  const { engine } = toyEngine({ ...saying('aaaaaaaaaa'), contextSize: 8 });
  expect((await say(await engine.open(question, { seed: 1 }), { maxTokens: 5 })).end.reason).toBe('limit');
});

test('an empty sequence has nothing to continue', async () => {
  const { engine } = toyEngine();
  const sequence = await engine.open(text(''), { seed: 1 });
  await expect(say(sequence)).rejects.toThrow('The sequence is empty: there is nothing to continue.');
});

test.each([
  [{ maxTokens: 0 }, 'maxTokens must be a whole number of at least 1, got 0.'],
  [{ sampling: { temperature: Number.NaN } }, 'sampling.temperature must be a number of at least 0, got NaN.'],
  [{ sampling: { temperature: 1, topK: 1.5 } }, 'sampling.topK must be a whole number of at least 0, got 1.5.'],
  [{ sampling: { temperature: 1, topP: 2 } }, 'sampling.topP must be a number from 0 to 1, got 2.'],
  [{ sampling: { temperature: 1, minP: -1 } }, 'sampling.minP must be a number from 0 to 1, got -1.'],
  [{ logprobs: -1 }, 'logprobs must be a whole number of at least 0, got -1.'],
  [{ logprobs: 129 }, '129 alternatives per token were asked for, and this engine reports 128.'],
  [{ stop: [plain('')] }, 'A stop is an empty text.'],
  [{ grammar: { regex: 'a' } }, 'This engine cannot hold a text to a grammar.'],
])('%j is refused in words', async (options, message) => {
  const { engine } = toyEngine();
  const sequence = await engine.open(question, { seed: 1 });
  const generation = sequence.generate(greedy(options));
  await expect(generation[Symbol.asyncIterator]().next()).rejects.toThrow(message);
  await expect(generation.end).rejects.toThrow(message);
  // The sequence is free.
  expect((await say(sequence, { maxTokens: 1 })).end.reason).not.toBe('aborted');
});
