import { expect, test } from 'vitest';
import { type Chat, events, post, question, script, serve } from './client.ts';

const chat = '/v1/chat/completions';

test('the OpenAI dialect counts reasoning and does not show it', async () => {
  const server = await serve('openai', { script });
  const { body, headers } = await post<Chat>(server, chat, { model: 'gpt-5', messages: question });
  expect(body.choices[0]?.message).toMatchObject({ content: 'The answer is 4.', refusal: null });
  expect(Object.keys(body.choices[0]?.message ?? {})).not.toContain('reasoning_content');
  expect(body.usage?.completion_tokens_details).toMatchObject({ reasoning_tokens: 5 });
  expect(headers.get('x-ratelimit-remaining-requests')).toBe('59');
});

test('a stream says nothing while it reasons', async () => {
  const server = await serve('openai', { script });
  const request = { messages: question, stream: true, stream_options: { include_usage: true } };
  const chunks = (await events<Chat>(server, chat, request)).slice(0, -1) as Chat[];
  expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('The answer is 4.');
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens_details: { reasoning_tokens: 5 } } });
});

test('each model takes its own efforts', async () => {
  const server = await serve('openai', { script });
  const ask = (model: string, effort: string): ReturnType<typeof post> =>
    post(server, chat, { model, messages: question, reasoning_effort: effort });
  expect((await ask('gpt-5', 'minimal')).status).toBe(200);
  expect(await ask('gpt-5', 'none')).toMatchObject({ status: 400, body: { error: { code: 'unsupported_value' } } });
  expect((await ask('gpt-5.1', 'none')).status).toBe(200);
  expect(JSON.stringify((await ask('gpt-5.1', 'minimal')).body)).toContain(
    "Supported values are: 'none', 'low', 'medium', and 'high'.",
  );
  expect((await ask('gpt-5.2', 'xhigh')).status).toBe(200);
  expect(JSON.stringify((await ask('gpt-4.1', 'low')).body)).toContain('Unrecognized request argument supplied');
});

test('effort `none` means no reasoning', async () => {
  const server = await serve('openai', { script, model: 'gpt-5.1' });
  const { body } = await post<Chat>(server, chat, { messages: question, reasoning_effort: 'none' });
  expect(body.usage?.completion_tokens_details).toMatchObject({ reasoning_tokens: 0 });
});

test('reasoning models refuse max_tokens, other temperatures and stops', async () => {
  const server = await serve('openai', { script });
  const refused: readonly (readonly [object, string])[] = [
    [{ max_tokens: 5 }, "Use 'max_completion_tokens' instead."],
    [{ temperature: 0 }, 'Only the default (1) value is supported.'],
    [{ stop: ['x'] }, "'stop' is not supported with this model."],
    [{ thinking_token_budget: 5 }, "Unknown parameter: 'thinking_token_budget'."],
  ];
  for (const [fields, message] of refused) {
    const { status, body } = await post(server, chat, { messages: question, ...fields });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain(message);
  }
});

test('max_completion_tokens may be used up by reasoning', async () => {
  const server = await serve('openai', { script });
  const { body } = await post<Chat>(server, chat, { messages: question, max_completion_tokens: 3 });
  expect(body.choices[0]).toMatchObject({ message: { content: '' }, finish_reason: 'length' });
});

test('a last message of the assistant is not continued', async () => {
  const server = await serve('openai', { script });
  const messages = [...question, { role: 'assistant', content: 'The answer' }];
  const { body } = await post<Chat>(server, chat, { messages });
  expect(body.choices[0]?.message.content).toBe('The answer is 4.');
});

test('unknown models and wrong keys are refused with a code', async () => {
  const server = await serve('openai', { script, apiKey: 'secret' });
  expect(await post(server, chat, {})).toMatchObject({ status: 401, body: { error: { code: 'invalid_api_key' } } });
  const key = { authorization: 'Bearer secret' };
  const missing = await post(server, chat, { model: 'llama', messages: question }, key);
  expect(missing).toMatchObject({ status: 404, body: { error: { code: 'model_not_found' } } });
});
