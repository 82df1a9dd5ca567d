import type { LanguageModelV4Message } from '@ai-sdk/provider';
import { expect, test } from 'vitest';
import { readPrompt } from '../../src/ai-sdk/read-prompt.ts';

type UserPart = Extract<LanguageModelV4Message, { role: 'user' }>['content'][number];
const user = (...content: UserPart[]): LanguageModelV4Message[] => [{ role: 'user', content }];

test('texts alone become one text; images and audio become media, from bytes, base64 or a URL', () => {
  const image = { type: 'file' as const, mediaType: 'image/png' };
  expect(readPrompt(user({ type: 'text', text: 'a' }, { type: 'text', text: 'b' }))).toEqual([
    { role: 'user', content: 'ab' },
  ]);
  const url = new URL('https://example.com/x.png');
  const [message] = readPrompt(
    user(
      { type: 'text', text: 'what is it' },
      { ...image, data: { type: 'data', data: new Uint8Array([1, 2]) } },
      { ...image, data: { type: 'data', data: 'AQI=' } },
      { ...image, mediaType: 'image', data: { type: 'url', url } },
      { type: 'file', mediaType: 'audio/mpeg', data: { type: 'data', data: 'AQI=' } },
      { type: 'file', mediaType: 'text/plain', data: { type: 'data', data: 'aGk=' } },
    ),
  );
  expect(message?.content).toEqual([
    { type: 'text', text: 'what is it' },
    { type: 'media', media: { type: 'image', mediaType: 'image/png', data: new Uint8Array([1, 2]) } },
    { type: 'media', media: { type: 'image', mediaType: 'image/png', data: new Uint8Array([1, 2]) } },
    { type: 'media', media: { type: 'image', mediaType: 'image/png', data: url } },
    { type: 'media', media: { type: 'audio', mediaType: 'audio/mpeg', data: new Uint8Array([1, 2]) } },
    { type: 'text', text: 'hi' },
  ]);
});

test('calls of tools and their results keep their ids; each result is a message of its own', () => {
  expect(
    readPrompt([
      { role: 'system', content: 'be brief' },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'let me ' },
          { type: 'reasoning', text: 'look' },
          { type: 'tool-call', toolCallId: '1', toolName: 'look', input: { at: 'x' } },
          { type: 'tool-call', toolCallId: '2', toolName: 'look', input: '{"at":"y"}' },
        ],
      },
      {
        role: 'tool',
        content: [
          { type: 'tool-result', toolCallId: '1', toolName: 'look', output: { type: 'json', value: { seen: 1 } } },
          {
            type: 'tool-result',
            toolCallId: '2',
            toolName: 'look',
            output: { type: 'execution-denied', reason: 'no' },
          },
        ],
      },
    ]),
  ).toEqual([
    { role: 'system', content: 'be brief' },
    {
      role: 'assistant',
      content: '',
      thinking: 'let me look',
      toolCalls: [
        { id: '1', name: 'look', arguments: '{"at":"x"}' },
        { id: '2', name: 'look', arguments: '{"at":"y"}' },
      ],
    },
    { role: 'tool', content: '{"seen":1}', toolCallId: '1' },
    { role: 'tool', content: 'no', toolCallId: '2' },
  ]);
});

test('what no engine takes is refused by name', () => {
  const pdf = { type: 'file' as const, mediaType: 'application/pdf', data: { type: 'data' as const, data: '' } };
  expect(() => readPrompt(user(pdf))).toThrow('mull cannot send a file of type application/pdf to an engine.');
  const elsewhere = {
    ...pdf,
    filename: 'a.png',
    data: { type: 'reference' as const, reference: { openai: 'file-1' } },
  };
  expect(() => readPrompt(user(elsewhere))).toThrow('the file a.png that lies at another provider');
});
