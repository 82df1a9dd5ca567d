import { expect, test } from 'vitest';
import { findThinkingFormat } from '../../src/template/find-thinking-format.ts';
import { scriptedEngine, thinkFormat } from '../../src/testing.ts';
import { append, askedText, endOfThinking, hear, scripted } from '../support/scripted.ts';

const stop = [endOfThinking];

test('says one stretch after another, each begun by what is appended', async () => {
  const { sequence } = await scripted({ script: ['one two three</think>', ' four five</think>', 'six'] });
  await append(sequence, '<think>\n', true);
  expect(await hear(sequence, { stop })).toMatchObject({ text: 'one two three', reason: 'stop' });
  await append(sequence, 'Wait');
  expect(await hear(sequence, { stop })).toMatchObject({ text: ' four five', reason: 'stop' });
  await append(sequence, '</think>', true);
  await append(sequence, 'Final Answer:');
  expect(await hear(sequence)).toMatchObject({ text: 'six', reason: 'turn-end' });
  expect(await hear(sequence)).toMatchObject({ text: '', reason: 'turn-end' });
  await append(sequence, 'More?');
  expect(await hear(sequence)).toMatchObject({ text: '', reason: 'turn-end' });
});

test('goes on in the same stretch after a limit, and with the next one after a cut', async () => {
  const { sequence } = await scripted({ script: ['one two three four five', 'the answer'] });
  expect(await hear(sequence, { maxTokens: 2 })).toMatchObject({ text: 'one two', reason: 'limit' });
  expect(await hear(sequence, { maxTokens: 2 })).toMatchObject({ text: ' three four', reason: 'limit' });
  await append(sequence, '</think>', true);
  expect(await hear(sequence)).toMatchObject({ text: 'the answer', reason: 'turn-end' });
});

test('a stretch that only ends thinking is one: each suppression meets it anew', async () => {
  const { sequence } = await scripted({ script: ['one</think>', '</think>', '</think>', 'two'] });
  for (const said of ['one', '', '']) {
    expect(await hear(sequence, { stop })).toMatchObject({ text: said, reason: 'stop' });
    await append(sequence, 'Wait');
  }
  expect(await hear(sequence, { stop })).toMatchObject({ text: 'two', reason: 'turn-end' });
});

test('a model that may not say what it wants goes on with the next stretch that it may say', async () => {
  const { sequence } = await scripted({ script: ['one</think>', '</think>', ' two'] });
  await hear(sequence, { stop });
  const banned = await hear(sequence, { stop, banFirst: [endOfThinking, 'turn-end'] });
  expect(banned).toMatchObject({ text: ' two', reason: 'turn-end' });
  const again = await hear(sequence, { banFirst: ['turn-end'], maxTokens: 1 });
  expect(again.end.tokens.value).toBe(1);
});

test('the last stretch is repeated where that is wanted', async () => {
  const { sequence } = await scripted({ script: ['one', ' hm'], repeatLast: true });
  const texts: string[] = [];
  for (let i = 0; i < 4; i += 1) {
    texts.push((await hear(sequence)).text);
    await append(sequence, 'Wait');
  }
  expect(texts).toEqual(['one', ' hm', ' hm', ' hm']);
});

test('ends its turn where the script says so, and at the end of a stretch', async () => {
  const { sequence } = await scripted({ script: 'one<|im_end|> two' });
  expect(await hear(sequence)).toMatchObject({ text: 'one', reason: 'turn-end' });
});

test('words can be counted by eye; anything else is bytes; control strings are tokens only as control text', async () => {
  const engine = scriptedEngine({ script: 'one two three' });
  const count = async (text: string, control = false): Promise<number> =>
    (await engine.encode!({ text, control })).length;
  expect(await count('one two three')).toBe(3);
  expect(await count('one two, three!')).toBe(5);
  expect(await count('Wait')).toBe(1);
  expect(await count('xyz')).toBe(3);
  expect(await count('xone')).toBe(4);
  expect(await count('\u{20bb7}one')).toBe(7);
  expect(await count('\none')).toBe(2);
  expect(await count('\u{1f600}')).toBe(4);
  expect(await count('<think>\none', true)).toBe(3);
  expect(await count('<think>')).toBeGreaterThan(1);
});

test('script, delimiters and further words make the vocabulary', async () => {
  const engine = scriptedEngine({ script: () => 'unforeseen', words: ['unforeseen'], controls: ['<|own|>'] });
  expect(await engine.encode!({ text: 'unforeseen', control: false })).toHaveLength(1);
  expect(await engine.encode!({ text: '<|own|>', control: true })).toHaveLength(1);
});

test('a script may depend on the prompt and on the seed; forks are asked with their own seeds', async () => {
  const engine = scriptedEngine({
    script: (prompt, seed) => [`${prompt} ${seed}`, `again ${seed}`],
    words: ['A question again 1 2 3'],
  });
  const parent = await engine.open(askedText, { seed: 1, forks: 2 });
  expect((await hear(parent)).text).toBe('A question 1');
  await append(parent, 'Wait');
  const [left, right] = await parent.fork([2, 3]);
  const texts = await Promise.all([parent, left!, right!].map(async (sequence) => (await hear(sequence)).text));
  expect(texts).toEqual(['again 1', 'again 2', 'again 3']);
});

test('where the script stands is part of a mark, and of a fork', async () => {
  const engine = scriptedEngine({ script: ['one two three</think>', 'four five'] });
  const sequence = await engine.open(askedText, { seed: 1, forks: 1 });
  const start = sequence.mark();
  await hear(sequence, { maxTokens: 1 });
  const inside = sequence.mark();
  const [fork] = await sequence.fork([2]);
  await hear(sequence, { stop });
  await append(sequence, 'Wait');
  const later = sequence.mark();
  expect((await hear(sequence)).text).toBe('four five');
  await sequence.rewind(later);
  expect((await hear(sequence)).text).toBe('four five');
  await sequence.rewind(inside);
  expect((await hear(sequence, { stop })).text).toBe(' two three');
  await sequence.rewind(start);
  expect((await hear(sequence, { stop })).text).toBe('one two three');
  await fork!.rewind(start);
  expect((await hear(fork!, { stop })).text).toBe('one two three');
});

test('after a loop that was left, the script goes on behind what was shown', async () => {
  const { sequence } = await scripted({ script: 'one two three four' });
  for await (const chunk of sequence.generate({
    channel: 'answer',
    maxTokens: 9,
    stop: [],
    sampling: { temperature: 0 },
  })) {
    if (chunk.text === ' two') break;
  }
  expect((await hear(sequence)).text).toBe(' three four');
});

test('a stop inside a word leaves its beginning; the model then says the rest', async () => {
  const { sequence } = await scripted({ script: 'one twothree four' });
  const inside = [{ text: 'three', control: false }];
  expect(await hear(sequence, { stop: inside })).toMatchObject({ text: 'one two', reason: 'stop' });
  expect((await hear(sequence)).text).toBe('three four');
});

test('says what its script says at any temperature, and rambles reproducibly where it is told to', async () => {
  const speak = async (certainty: number | undefined, seed: number): Promise<string> => {
    const engine = scriptedEngine({ script: 'one two three four five six seven', certainty });
    const sequence = await engine.open(askedText, { seed });
    return (await hear(sequence, { sampling: { temperature: 1 }, maxTokens: 7 })).text;
  };
  for (const seed of [1, 2, 3]) expect(await speak(undefined, seed)).toBe('one two three four five six seven');
  const rambling = await Promise.all([1, 2, 3].map((seed) => speak(0, seed)));
  expect(new Set(rambling).size).toBe(3);
  expect(await Promise.all([1, 2, 3].map((seed) => speak(0, seed)))).toEqual(rambling);
});

test('speaks the format of s1 as well: its end of thinking is a delimiter of the chat format', async () => {
  const thinking = findThinkingFormat({ name: 's1-32B' });
  const { engine, sequence } = await scripted({ script: ['one<|im_start|>', 'two'], thinking });
  expect(engine.model.thinking.name).toBe('s1');
  const [end] = thinking.ends;
  expect(await hear(sequence, { stop: [{ text: end!, control: true }] })).toMatchObject({
    text: 'one',
    reason: 'stop',
  });
  await append(sequence, thinking.close, true);
  expect((await hear(sequence)).text).toBe('two');
});

test('remembers every call in order', async () => {
  const engine = scriptedEngine({ script: ['one</think>', 'two'] });
  const sequence = await engine.open(askedText, { seed: 7, forks: 1 });
  const mark = sequence.mark();
  await sequence.append([{ text: '<think>\n', control: true }], { channel: 'thinking' });
  await hear(sequence, { stop, banFirst: ['turn-end'], maxTokens: 5 });
  await sequence.rewind(mark);
  const [fork] = await sequence.fork([8]);
  await fork!.close();
  await sequence.close();
  await sequence.close();
  expect(engine.calls).toEqual([
    { method: 'open', sequence: 0, text: 'A question', seed: 7 },
    { method: 'append', sequence: 0, text: '<think>\n', channel: 'thinking' },
    { method: 'generate', sequence: 0, channel: 'thinking', maxTokens: 5, stop: ['</think>'], banFirst: ['turn-end'] },
    { method: 'rewind', sequence: 0, position: mark.position },
    { method: 'fork', sequence: 0, seeds: [8], sequences: [1] },
    { method: 'close', sequence: 1 },
    { method: 'close', sequence: 0 },
  ]);
});

test('its model has the usual thinking format and a context of 4,096 tokens unless told otherwise', () => {
  const { model, id } = scriptedEngine({ script: 'x' });
  expect({ id, ...model }).toMatchObject({
    id: 'scripted',
    name: 'scripted',
    contextSize: 4096,
    thinking: thinkFormat,
  });
  expect(scriptedEngine({ script: 'x', contextSize: 64, chatTemplate: 'y', id: 'mine' })).toMatchObject({
    id: 'mine',
    model: { contextSize: 64, chatTemplate: 'y' },
  });
});
