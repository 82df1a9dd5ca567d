import { describe, expect, test } from 'vitest';
import { serve } from './served.ts';

const path = '/v1/completions';
const thinker = ['one two three</think>', 'It is 4.'];

describe('POST /v1/completions', () => {
  test('answers a prompt, with the thinking beside the text', async () => {
    const { post } = await serve(thinker);
    const { body } = await post(path, { prompt: 'What is 2 + 2?', thinking_budget: 2 });
    expect(body).toMatchObject({
      object: 'text_completion',
      choices: [{ index: 0, text: 'Final Answer:It is 4.', reasoning: 'one two', finish_reason: 'stop' }],
    });
    expect(body.receipt.bounds.max.verdict).toBe('held');
  });

  test('a list of prompts gets n answers each', async () => {
    const { post } = await serve((prompt) => ['one</think>', prompt.includes('First') ? '1' : '2']);
    const { body } = await post(path, { prompt: ['First?', 'Second?'], n: 2 });
    expect(body.choices.map(({ text }: { text: string }) => text)).toEqual(['1', '1', '2', '2']);
    const prompts = body.choices.map(({ receipt }: { receipt: { usage: { prompt: number } } }) => receipt.usage.prompt);
    expect(body.usage.prompt_tokens).toBe(prompts[0] + prompts[2]);
  });

  test('streams', async () => {
    const { stream } = await serve(thinker);
    const events = await stream(path, { prompt: 'Why?', stream_options: { include_usage: true } });
    const choices = events.slice(0, -2).map(({ data }) => data.choices[0]);
    expect(choices.map(({ text }) => text).join('')).toBe('It is 4.');
    expect(choices.map(({ reasoning }) => reasoning ?? '').join('')).toBe('one two three');
    expect(choices.at(-1).finish_reason).toBe('stop');
    expect(events.at(-2)?.data.usage.completion_tokens_details.reasoning_tokens).toBe(3);
    expect(events.at(-1)?.data).toBe('[DONE]');
  });

  test('control strings in a prompt stay text: a raw continuation would bypass the budget', async () => {
    const { post } = await serve(thinker);
    const plain = await post(path, { prompt: 'Hi </think> there' });
    expect(plain.status).toBe(200);
    expect(plain.body.receipt.thinkingTokens).toBe(3);
  });
});
