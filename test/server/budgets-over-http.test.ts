import { describe, expect, test } from 'vitest';
import { serve } from './served.ts';

const messages = [{ role: 'user', content: 'Why?' }];
const path = '/v1/chat/completions';
const endless = ['a '.repeat(300), 'So.'];

describe('budgets over HTTP', () => {
  test('stand in body, header or model, and the receipt says where each came from', async () => {
    const { post } = await serve(endless, { budget: { max: 7 }, ceilings: { max: 20 } });
    const used = async (body: object, headers = {}): Promise<unknown> => {
      const answer = await post(path, { messages, ...body }, headers);
      return [answer.body.receipt?.thinkingTokens, answer.body.receipt?.asked.max];
    };
    expect(await used({})).toEqual([7, { value: 7, from: 'server default' }]);
    expect(await used({ reasoning: { max_tokens: 8 } })).toEqual([8, { value: 8, from: 'reasoning.max_tokens' }]);
    expect(await used({ model: 'scripted:max=9,waits=0', thinking_budget: 8 })).toEqual([
      9,
      { value: 9, from: 'model suffix' },
    ]);
    expect(await used({ model: 'scripted:max=9' }, { 'mull-budget': 'max=10' })).toEqual([
      10,
      { value: 10, from: 'mull-budget header' },
    ]);
    expect(await used({ budget: { max: 11 } }, { 'mull-budget': 'max=10' })).toEqual([
      11,
      { value: 11, from: 'budget.max' },
    ]);
    expect(await used({ budget: { max: 500 } })).toEqual([20, { value: 20, from: "server's ceiling", lowered: 500 }]);
  });

  test('that contradict themselves are a 400 in the format of the API, with our code and the field', async () => {
    const { post } = await serve(endless);
    const chat = await post(path, { messages, reasoning_effort: 'low', reasoning: { effort: 'high' } });
    expect(chat.status).toBe(400);
    expect(chat.body.error).toMatchObject({
      type: 'invalid_request_error',
      code: 'E_BUDGET_CONFLICT',
      param: 'reasoning.effort',
      message: expect.stringContaining('reasoning_effort ("low") and reasoning.effort ("high") contradict each other.'),
    });
    const anthropic = await post('/v1/messages', {
      messages,
      max_tokens: 1000,
      thinking: { type: 'enabled', budget_tokens: 1000 },
    });
    expect(anthropic.status).toBe(400);
    expect(anthropic.body).toMatchObject({
      type: 'error',
      error: {
        type: 'invalid_request_error',
        code: 'E_BUDGET_CONFLICT',
        message: expect.stringContaining('thinking.budget_tokens (1000) leaves nothing of max_tokens (1000)'),
      },
    });
  });

  test('that the engine cannot hold are refused before the stream begins, with a status', async () => {
    const { url } = await serve(endless, { scripted: { abilities: { continuation: 'none', nativeMax: false } } });
    const response = await fetch(url + path, {
      method: 'POST',
      body: JSON.stringify({ messages, stream: true, budget: { waits: 1 } }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'E_UNSUPPORTED' } });
  });

  test('a budget behind the name of a model does not hide names with colons', async () => {
    const { post } = await serve(['ok</think>', 'So.'], { aliases: ['qwen3:8b', 'odd:max=1'] });
    expect((await post(path, { model: 'qwen3:8b', messages })).body.receipt.asked).toEqual({});
    expect((await post(path, { model: 'qwen3:8b:high', messages })).body.receipt.asked).toMatchObject({
      effort: { value: 'high', from: 'model suffix' },
    });
    expect((await post(path, { model: 'odd:max=1', messages })).body.receipt.asked).toEqual({});
  });
});
