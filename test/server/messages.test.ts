import { describe, expect, test } from 'vitest';
import { serve } from './served.ts';

const path = '/v1/messages';
const messages = [{ role: 'user', content: 'What is 2 + 2?' }];
const thinker = ['one two three</think>', 'It is 4.'];

describe('POST /v1/messages', () => {
  test('shows thinking in a block of its own to those who ask for it', async () => {
    const { post } = await serve(thinker);
    const { status, body } = await post(path, {
      model: 'scripted',
      max_tokens: 2000,
      messages,
      thinking: { type: 'enabled', budget_tokens: 2 },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ type: 'message', role: 'assistant', model: 'scripted', stop_reason: 'end_turn' });
    expect(body.content).toEqual([
      { type: 'thinking', thinking: 'one two', signature: 'mull' },
      { type: 'text', text: 'Final Answer:It is 4.' },
    ]);
    expect(body.receipt.bounds.max).toMatchObject({ asked: 2, happened: 2, verdict: 'held' });
    expect(body.usage.output_tokens).toBe(2 + body.receipt.answerTokens);
  });

  test('without a wish the answer is the first block, for clients that never heard of thinking', async () => {
    const { post } = await serve(thinker);
    expect((await post(path, { max_tokens: 2000, messages })).body.content).toEqual([
      { type: 'text', text: 'It is 4.' },
    ]);
    const suffix = await post(path, { model: 'scripted:max=2', max_tokens: 2000, messages });
    expect(suffix.body.content[0]).toMatchObject({ type: 'thinking', thinking: 'one two' });
    const header = await post(path, { max_tokens: 2000, messages }, { 'mull-budget': 'max=2' });
    expect(header.body.content[0]).toMatchObject({ type: 'thinking', thinking: 'one two' });
  });

  test('streams the events of Anthropic in their order', async () => {
    const { stream } = await serve(thinker);
    const events = await stream(path, { max_tokens: 2000, messages, thinking: { type: 'adaptive' } });
    for (const { event, data } of events) expect(data.type).toBe(event);
    expect(events.map(({ event }) => event).filter((name, index, all) => name !== all[index - 1])).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    const deltas = events.filter(({ event }) => event === 'content_block_delta').map(({ data }) => data);
    expect(deltas.map(({ delta }) => delta.thinking ?? '').join('')).toBe('one two three');
    expect(deltas.map(({ delta }) => delta.text ?? '').join('')).toBe('It is 4.');
    expect(deltas.find(({ delta }) => delta.type === 'signature_delta')).toMatchObject({ index: 0 });
    expect(events[0]?.data.message.usage.input_tokens).toBeGreaterThan(0);
    const end = events.at(-2)?.data;
    expect(end).toMatchObject({ delta: { stop_reason: 'end_turn', stop_sequence: null } });
    expect(end.usage.output_tokens).toBe(end.receipt.thinkingTokens + end.receipt.answerTokens);
  });

  test('says which text stopped it, and when the answer was cut off', async () => {
    const { post } = await serve(['one</think>', 'It is STOP not 4.']);
    const stopped = await post(path, { max_tokens: 2000, messages, stop_sequences: ['END', 'STOP'] });
    expect(stopped.body).toMatchObject({
      stop_reason: 'stop_sequence',
      stop_sequence: 'STOP',
      content: [{ type: 'text', text: 'It is' }],
    });
    const cut = await serve(['one</think>', 'b '.repeat(100)]);
    expect((await cut.post(path, { max_tokens: 20, messages })).body.stop_reason).toBe('max_tokens');
  });

  test('reads system texts, blocks, earlier thinking and results of tools', async () => {
    let prompt = '';
    const { post } = await serve((text) => {
      prompt = text;
      return ['one</think>', 'It is 4.'];
    });
    await post(path, {
      max_tokens: 2000,
      system: [{ type: 'text', text: 'Be brief.' }],
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'First?' }] },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'hidden thought', signature: 'mull' },
            { type: 'text', text: 'Yes.' },
          ],
        },
        { role: 'user', content: 'Second?' },
      ],
    });
    expect(prompt).toContain('Be brief.');
    expect(prompt).toContain('First?');
    expect(prompt).toContain('Yes.');
    expect(prompt).not.toContain('hidden thought');
  });

  test('errors have the format of Anthropic', async () => {
    const { post } = await serve(thinker);
    const { status, body } = await post(path, { max_tokens: 2000, messages: 'Hi' });
    expect(status).toBe(400);
    expect(body).toMatchObject({ type: 'error', error: { type: 'invalid_request_error', code: 'E_REQUEST_INVALID' } });
    expect(body.error.message).toContain('body.messages must be a list of messages, got "Hi".');
    expect((await post(`${path}/batches`, {})).body).toMatchObject({ type: 'error', error: { code: 'E_NOT_FOUND' } });
  });
});
