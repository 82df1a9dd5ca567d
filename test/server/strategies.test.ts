import { describe, expect, test } from 'vitest';
import { serve } from './served.ts';

const path = '/v1/chat/completions';
const messages = [{ role: 'user', content: 'What is 2 + 2?' }];
const thinker = ['one two three</think>', 'It is \\boxed{4}.'];

describe('strategies', () => {
  test('stand in body, header or model, and are told as one thinking and one answer', async () => {
    const { post, stream } = await serve(thinker);
    for (const [body, headers] of [
      [{ strategy: 'majority:samples=3' }, {}],
      [{ strategy: { name: 'majority', samples: 3 } }, {}],
      [{ model: 'scripted:majority:samples=3' }, {}],
      [{}, { 'mull-strategy': 'majority:samples=3' }],
    ] as const) {
      const { body: answer } = await post(path, { messages, ...body }, headers);
      expect(answer.choices[0].message).toMatchObject({ reasoning: 'one two three', content: 'It is \\boxed{4}.' });
      expect(answer.receipt.strategy).toMatchObject({ text: 'majority:samples=3', votes: [{ count: 3 }] });
      expect(answer.receipt.strategy.chains).toHaveLength(3);
      expect(answer.usage.completion_tokens_details.reasoning_tokens).toBe(9);
    }
    const events = await stream(path, { messages, strategy: 'majority:samples=3' });
    const chunks = events.slice(0, -1).map(({ data }) => data);
    expect(chunks.map(({ choices }) => choices[0].delta.reasoning ?? '').join('')).toBe('one two three');
    expect(chunks.map(({ choices }) => choices[0].delta.content ?? '').join('')).toBe('It is \\boxed{4}.');
    expect(new Set(chunks.flatMap(({ branch }) => (branch ? [branch.branch] : [])))).toEqual(new Set([0, 1, 2]));
    expect(chunks.some(({ votes }) => votes)).toBe(true);
  });

  test.each([
    ['/v1/messages', { messages, max_tokens: 3000, thinking: { type: 'adaptive' } }],
    ['/v1/responses', { input: 'What is 2 + 2?' }],
    ['/v1/completions', { prompt: 'What is 2 + 2?' }],
  ])('work over %s, whole and streamed', async (api, body) => {
    const { post, stream } = await serve(thinker);
    const { status, body: answer } = await post(api, { ...body, strategy: 'majority:samples=2' });
    expect([status, answer.receipt.strategy.text]).toEqual([200, 'majority:samples=2']);
    const events = await stream(api, { ...body, strategy: 'majority:samples=2' });
    const text = JSON.stringify(events);
    expect(text).toContain('majority:samples=2');
    expect(events.filter(({ data }) => JSON.stringify(data).includes('three')).length).toBeGreaterThan(0);
  });

  test('keep to the ceilings of the server, whatever budgets they name themselves', async () => {
    const { post } = await serve(thinker, { ceilings: { max: 2, samples: 3 } });
    const { body } = await post(path, { messages, strategy: 'majority:samples=2,max=100' });
    expect(
      body.receipt.strategy.chains.map(({ thinkingTokens }: { thinkingTokens: number }) => thinkingTokens),
    ).toEqual([2, 2]);
    const many = await post(path, { messages, strategy: 'majority:samples=9' });
    expect([many.status, many.body.error.code]).toEqual([400, 'E_STRATEGY_INVALID']);
    expect(many.body.error.message).toContain('wants more than the 3 samples this server allows');
    const answers = await post(path, { messages, n: 4 });
    expect([answers.status, answers.body.error.param]).toEqual([400, 'n']);
  });

  test('that do not exist are a 400 with the nearest name', async () => {
    const { post } = await serve(thinker);
    const { status, body } = await post(path, { messages, strategy: 'majorty:samples=4' });
    expect([status, body.error.code]).toEqual([400, 'E_STRATEGY_INVALID']);
    expect(body.error.hint).toBe('Did you mean "majority"?');
  });
});
