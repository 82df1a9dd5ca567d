import { describe, expect, test } from 'vitest';
import { type ChatEvent, readChatEvent } from '../../../src/adapter/http/chat/chat-event.ts';
import { readTurn, type Turn } from '../../../src/doctor/conformance/read-turn.ts';
import { thinkFormat } from '../../../src/testing/think-format.ts';

const words = async (text: string): Promise<number> => text.split(/\s+/).filter((word) => word !== '').length;
const nobody = async (): Promise<undefined> => undefined;

describe('an answer is read by what it shows', () => {
  test('thinking beside the content', async () => {
    const turn = await read([reasoning('one two '), reasoning('three'), content(' Four.')], { count: words });
    expect(turn).toMatchObject({ thinkingTokens: 3, leakedTokens: 0, place: 'field', answer: 'Four.' });
  });

  test('thinking inside of the content, with and without its opening', async () => {
    for (const text of ['<think>one two three</think> Four.', 'one two three</think> Four.']) {
      const turn = await read([content(text)], { count: words });
      expect(turn).toMatchObject({ thinkingTokens: 3, place: 'content', thinking: 'one two three', answer: 'Four.' });
    }
  });

  test('thinking that goes on in the answer is not taken for an answer', async () => {
    const turn = await read([reasoning('one two'), content(' three four five</think> Six.')], { count: words });
    expect(turn).toMatchObject({ thinkingTokens: 2, leakedTokens: 3, answer: 'Six.' });
    const inside = await read([content('one two</think> three four five</think> Six.')], { count: words });
    expect(inside).toMatchObject({ thinkingTokens: 2, leakedTokens: 3, answer: 'Six.' });
  });

  test('thinking without an end is thinking where the limit cut it off, and an answer where the turn ended', async () => {
    const cut = await read([content('one two three'), ended('length')], { count: words, inContent: true });
    expect(cut).toMatchObject({ thinkingTokens: 3, answer: '', cutOff: true });
    const whole = await read([content('one two three'), ended('stop')], { count: words, inContent: true });
    expect(whole).toMatchObject({ thinkingTokens: 0, answer: 'one two three', cutOff: false });
  });

  test('hidden thinking is believed by its count, and a count below the text that is shown is not', async () => {
    const hidden = await read([content('Four.'), usage(30)], { count: words });
    expect(hidden).toMatchObject({ thinkingTokens: 30, place: 'hidden', counting: 'reported' });
    const summary = await read([reasoning('one'), content('Four.'), usage(30)], { count: words });
    expect(summary.thinkingTokens).toBe(30);
    const lying = await read([reasoning('one two three four'), content('Four.'), usage(2)], { count: words });
    expect(lying.thinkingTokens).toBe(4);
  });

  test('where nobody counts, the pieces that brought thinking are counted, as an estimate', async () => {
    const turn = await read([reasoning('one '), reasoning('two '), content('Four.')], { count: nobody });
    expect(turn).toMatchObject({ thinkingTokens: 2, counting: 'estimated' });
  });
});

function read(events: readonly ChatEvent[], options: Omit<Parameters<typeof readTurn>[1], 'format'>): Promise<Turn> {
  return readTurn(events, { format: thinkFormat, ...options });
}

function reasoning(text: string): ChatEvent {
  return readChatEvent({ choices: [{ delta: { reasoning_content: text } }] });
}

function content(text: string): ChatEvent {
  return readChatEvent({ choices: [{ delta: { content: text } }] });
}

function ended(reason: string): ChatEvent {
  return readChatEvent({ choices: [{ delta: {}, finish_reason: reason }] });
}

function usage(thought: number): ChatEvent {
  return readChatEvent({ choices: [], usage: { completion_tokens_details: { reasoning_tokens: thought } } });
}
