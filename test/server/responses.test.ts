import { describe, expect, test } from 'vitest';
import { serve } from './served.ts';

const path = '/v1/responses';
const thinker = ['one two three</think>', 'It is 4.'];

describe('POST /v1/responses', () => {
  test('gives the thinking as an item of its own, then the message', async () => {
    const { post } = await serve(thinker);
    const { status, body } = await post(path, {
      model: 'scripted',
      input: 'What is 2 + 2?',
      reasoning: { effort: 'low' },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ object: 'response', status: 'completed', error: null, incomplete_details: null });
    expect(body.output).toMatchObject([
      { type: 'reasoning', summary: [], content: [{ type: 'reasoning_text', text: 'one two three' }] },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'It is 4.' }] },
    ]);
    expect(body.usage.output_tokens_details.reasoning_tokens).toBe(3);
    expect(body.receipt.asked.effort).toEqual({ value: 'low', from: 'reasoning.effort' });
    expect(body.reasoning.effort).toBe('low');
  });

  test('streams items, parts and deltas with rising numbers, and ends with the whole response', async () => {
    const { stream } = await serve(thinker);
    const events = await stream(path, { input: 'What is 2 + 2?' });
    expect(events.map(({ data }) => data.sequence_number)).toEqual(events.map((_, index) => index));
    for (const { event, data } of events) expect(data.type).toBe(event);
    expect(events.map(({ event }) => event).filter((name, index, all) => name !== all[index - 1])).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.reasoning_text.delta',
      'response.reasoning_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    const text = (name: string): string =>
      events
        .filter(({ event }) => event === name)
        .map(({ data }) => data.delta)
        .join('');
    expect(text('response.reasoning_text.delta')).toBe('one two three');
    expect(text('response.output_text.delta')).toBe('It is 4.');
    const { response } = events.at(-1)?.data ?? {};
    expect(response.output.map(({ type }: { type: string }) => type)).toEqual(['reasoning', 'message']);
    expect(response.receipt.thinkingTokens).toBe(3);
    const added = events.filter(({ event }) => event === 'response.output_item.added').map(({ data }) => data);
    expect(added.map(({ output_index }) => output_index)).toEqual([0, 1]);
    expect(added.map(({ item }) => item.id)).toEqual(response.output.map(({ id }: { id: string }) => id));
  });

  test('max_output_tokens bounds thinking and answer, and makes the response incomplete', async () => {
    const { post } = await serve(['a '.repeat(100), 'b '.repeat(100)]);
    const { body } = await post(path, { input: 'Why?', max_output_tokens: 40 });
    expect(body).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } });
    expect(body.usage.output_tokens).toBe(40);
  });

  test('reads instructions and items, and keeps earlier thinking only where asked to', async () => {
    let prompt = '';
    const { post } = await serve((text) => {
      prompt = text;
      return ['one</think>', 'It is 4.'];
    });
    const input = [
      { role: 'user', content: [{ type: 'input_text', text: 'First?' }] },
      { type: 'reasoning', summary: [], content: [{ type: 'reasoning_text', text: 'hidden thought' }] },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Yes.' }] },
      { role: 'user', content: 'Second?' },
    ];
    await post(path, { instructions: 'Be brief.', input });
    expect(prompt).toContain('Be brief.');
    expect(prompt).toContain('Yes.');
    expect(prompt).not.toContain('hidden thought');
  });

  test('what would need a memory is refused, and the field is named', async () => {
    const { post } = await serve(thinker);
    const { status, body } = await post(path, { input: 'Why?', previous_response_id: 'resp_1' });
    expect([status, body.error.param, body.error.code]).toEqual([400, 'previous_response_id', 'E_REQUEST_INVALID']);
  });
});
