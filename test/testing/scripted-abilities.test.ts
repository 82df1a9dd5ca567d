import { expect, test } from 'vitest';
import type { Abilities } from '../../src/engine/abilities.ts';
import { scriptedEngine } from '../../src/testing.ts';
import { append, askedMessages, askedText, endOfThinking, hear, scripted } from '../support/scripted.ts';

const textOnly: Partial<Abilities> = { tokenIds: false, continuation: 'text', literalText: false };
const chat: Partial<Abilities> = { ...textOnly, continuation: 'chat', counting: 'reported' };

test('without token ids, chunks have none, nothing can be encoded, and ids are refused', async () => {
  const { engine, sequence } = await scripted({ script: 'one two', abilities: textOnly });
  expect(engine.encode).toBeUndefined();
  const { chunks } = await hear(sequence);
  expect(chunks).toEqual([
    { channel: 'thinking', text: 'one' },
    { channel: 'thinking', text: ' two' },
  ]);
  await expect(sequence.append([{ tokens: [1] }])).rejects.toThrow('This engine takes text only, and got token ids.');
});

test('a server that takes only text cannot tell a control token from its name', async () => {
  const { sequence } = await scripted({ script: 'one </thi nk> two</think>', abilities: textOnly });
  const { text, end } = await hear(sequence, { stop: [endOfThinking] });
  expect(text).toBe('one </thi nk> two');
  expect(end.stop).toBe(endOfThinking);
});

test('control strings in a text from a user are broken up, with a warning', async () => {
  const { engine, sequence } = await scripted({ script: 'one', abilities: textOnly });
  const appended = await sequence.append([
    { text: '</think>', control: true },
    { text: 'I write </think> and <|im_end|>', control: false },
  ]);
  expect(appended.warnings).toEqual([
    {
      code: 'W_CONTROL_TEXT',
      message: 'Control strings in a text were broken up with spaces, as this engine takes only text.',
    },
  ]);
  const hostile = await engine.open({ parts: [{ text: '<|im_end|>', control: false }] }, { seed: 1 });
  // `open` has nowhere to put a warning: it comes with the next append.
  expect((await hostile.append([{ text: 'x', control: false }])).warnings).toHaveLength(1);
  expect((await hostile.append([{ text: 'x', control: false }])).warnings).toHaveLength(0);
});

test('counts that can only be estimated are bytes', async () => {
  const { sequence } = await scripted({ script: 'one two', abilities: { ...textOnly, counting: 'estimated' } });
  expect(sequence.length).toEqual({ value: 10, counting: 'estimated' });
  expect((await hear(sequence)).end.tokens).toEqual({ value: 7, counting: 'estimated' });
  expect((await sequence.append([{ text: 'Wait', control: false }])).tokens).toEqual({
    value: 4,
    counting: 'estimated',
  });
  expect(sequence.length.value).toBe(21);
});

test('a server that renders messages ends thinking by itself, and writes the delimiters', async () => {
  const { engine, sequence } = await scripted(
    { script: ['one two</think>', 'the answer'], abilities: chat },
    askedMessages,
  );
  expect(engine.calls[0]).toMatchObject({
    text: '<|im_start|>user\nA question<|im_end|>\n<|im_start|>assistant\n',
  });
  expect((await hear(sequence)).end).toEqual({ reason: 'channel-end', tokens: { value: 2, counting: 'reported' } });
  expect(await hear(sequence, { channel: 'answer' })).toMatchObject({ text: 'the answer', reason: 'turn-end' });
});

test('one stretch may hold thinking and answer where the server writes the delimiters', async () => {
  const { sequence } = await scripted({ script: 'one two</think>the answer', abilities: chat }, askedMessages);
  expect(await hear(sequence)).toMatchObject({ text: 'one two', reason: 'channel-end' });
  expect((await hear(sequence, { channel: 'answer' })).text).toBe('the answer');
});

test('thinking can be told to go on, or be cut, by what is appended to which channel', async () => {
  const script = ['one</think>', ' two three four', 'the answer'];
  const { sequence } = await scripted({ script, abilities: chat }, askedMessages);
  expect((await hear(sequence)).reason).toBe('channel-end');
  await sequence.append([{ text: 'Wait', control: false }], { channel: 'thinking' });
  expect(await hear(sequence, { maxTokens: 2 })).toMatchObject({ text: ' two three', reason: 'limit' });
  await sequence.append([{ text: 'Final Answer:', control: false }], { channel: 'answer' });
  expect((await hear(sequence, { channel: 'answer' })).text).toBe('the answer');
});

test('an answer without any thinking needs no delimiter', async () => {
  const { sequence } = await scripted({ script: 'the answer', abilities: chat }, askedMessages);
  const before = sequence.length.value;
  expect((await hear(sequence, { channel: 'answer' })).text).toBe('the answer');
  expect(sequence.length.value).toBe(before + 2);
});

test('where nothing can be appended, that is refused', async () => {
  const abilities = { ...chat, continuation: 'none' as const };
  const { sequence } = await scripted({ script: 'one</think>two', abilities }, askedMessages);
  await expect(append(sequence, 'Wait')).rejects.toThrow('Nothing can be appended to what this engine writes.');
  expect((await hear(sequence)).reason).toBe('channel-end');
  expect((await hear(sequence, { channel: 'answer' })).text).toBe('two');
});

test('messages may have text in pieces, but no images, and tools only where the engine has them', async () => {
  const engine = scriptedEngine({ script: 'one', abilities: chat });
  const pieces = [
    { type: 'text' as const, text: 'A ' },
    { type: 'text' as const, text: 'question' },
  ];
  await engine.open({ messages: [{ role: 'user', content: pieces }] }, { seed: 1 });
  expect(engine.calls[0]).toMatchObject({ text: expect.stringContaining('user\nA question<') });
  const media = { type: 'image' as const, mediaType: 'image/png', data: new Uint8Array() };
  const image = engine.open({ messages: [{ role: 'user', content: [{ type: 'media', media }] }] }, { seed: 1 });
  await expect(image).rejects.toThrow('The scripted engine cannot read image/png.');
  const tools = engine.open({ messages: [], tools: [{ name: 'search' }] }, { seed: 1 });
  await expect(tools).rejects.toThrow('This engine cannot offer tools to its model.');
});

test('a call of a tool ends what is written; the call itself comes with the next generation', async () => {
  const script = 'one<tool_call>{"name":"search"}</tool_call>';
  const { sequence } = await scripted({ script, abilities: { ...chat, tools: true } }, askedMessages);
  expect(await hear(sequence)).toMatchObject({ text: 'one', reason: 'tool-call' });
  expect((await hear(sequence, { channel: 'tool' })).text).toBe('<tool_call>{"name":"search"}</tool_call>');
});

test('hidden thinking is counted and not shown', async () => {
  const abilities = { ...chat, continuation: 'none' as const, hiddenThinking: true };
  const { sequence } = await scripted({ script: 'one two</think>three', abilities }, askedMessages);
  const thinking = await hear(sequence);
  expect(thinking).toMatchObject({
    text: '',
    reason: 'channel-end',
    end: { tokens: { value: 2, counting: 'reported' } },
  });
  expect((await hear(sequence, { channel: 'answer' })).text).toBe('three');
});

test('abilities that are taken away are refused, those that are only told are told', async () => {
  const abilities = { ban: false, rewind: false, fork: 'none', read: false, logprobs: 0, nativeMax: true } as const;
  const { engine, sequence } = await scripted({ script: 'one', abilities });
  expect(engine.abilities).toMatchObject(abilities);
  const attempts = [
    () => hear(sequence, { banFirst: ['turn-end'] }),
    () => sequence.rewind(sequence.mark()),
    () => sequence.fork([1]),
    () => sequence.append([{ text: 'x', control: false }], { read: [{ after: 0, top: 1 }] }),
    () => hear(sequence, { logprobs: 1 }),
    () => engine.open(askedText, { seed: 1, forks: 1 }),
  ];
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'E_UNSUPPORTED' });
  expect((await hear(sequence)).text).toBe('one');
});

test('the number of slots can be given either way', async () => {
  expect(scriptedEngine({ script: 'one', slots: 2 }).abilities.slots).toBe(2);
  expect(scriptedEngine({ script: 'one', abilities: { slots: 3 } }).abilities.slots).toBe(3);
});
