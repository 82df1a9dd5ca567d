import { expect, test } from 'vitest';
import { type Chat, events, get, post, question, script, send, serve } from './client.ts';

const chat = '/api/v1/chat/completions';
const long = `${'so '.repeat(1500)}</think>The answer is 4.`;

function words(text: unknown): number {
  return String(text).trim().split(/\s+/).length;
}

test('the OpenRouter dialect shows thinking as `reasoning` and in detail, and always reports usage', async () => {
  const server = await serve('openrouter', { script });
  const { body, headers } = await post<Chat>(server, chat, { model: server.model, messages: question });
  expect(body.choices[0]).toMatchObject({
    message: {
      content: 'The answer is 4.',
      reasoning: 'one two three four five',
      reasoning_details: [{ type: 'reasoning.text', text: 'one two three four five', index: 0 }],
    },
    finish_reason: 'stop',
    native_finish_reason: 'stop',
  });
  expect(body.usage).toMatchObject({ cost: 0, completion_tokens_details: { reasoning_tokens: 5 } });
  expect(headers.get('x-generation-id')).toMatch(/^gen-/);
});

test('a stream begins with a comment and ends with a chunk of usage', async () => {
  const server = await serve('openrouter', { script });
  const text = await (await send(server, chat, { messages: question, stream: true })).text();
  expect(text).toMatch(/^: OPENROUTER PROCESSING\n\ndata: /);
  const chunks = (await events<Chat>(server, chat, { messages: question, stream: true })).slice(0, -1) as Chat[];
  expect(chunks[0]?.choices[0]?.delta).toMatchObject({ role: 'assistant', content: '', reasoning: 'one' });
  expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
  expect(chunks.at(-1)?.usage?.completion_tokens).toBeGreaterThan(5);
});

test('reasoning.max_tokens bounds the thinking of models that take a bound', async () => {
  const server = await serve('openrouter', { script });
  const { body } = await post<Chat>(server, chat, { messages: question, reasoning: { max_tokens: 2 } });
  expect(body.choices[0]?.message).toMatchObject({ reasoning: 'one two', content: 'The answer is 4.' });
});

test('an effort is a part of max_tokens', async () => {
  const server = await serve('openrouter', { script: long });
  const { body } = await post<Chat>(server, chat, {
    messages: question,
    max_tokens: 100,
    reasoning: { effort: 'low' },
  });
  expect(words(body.choices[0]?.message.reasoning)).toBe(20);
});

test('budgets for Anthropic models are at least 1,024', async () => {
  const server = await serve('openrouter', { script: long, model: 'anthropic/claude-sonnet-4.5' });
  const { body } = await post<Chat>(server, chat, { messages: question, reasoning: { max_tokens: 2 } });
  expect(words(body.choices[0]?.message.reasoning)).toBe(1024);
});

test('models of OpenAI take an effort only, and do not show their thinking', async () => {
  const server = await serve('openrouter', { script, model: 'openai/gpt-5' });
  const { body } = await post<Chat>(server, chat, { messages: question, reasoning: { max_tokens: 2 } });
  expect(body.choices[0]?.message).toEqual({ role: 'assistant', content: 'The answer is 4.' });
  expect(body.usage?.completion_tokens_details).toEqual({ reasoning_tokens: 5 });
});

test('`exclude` hides thinking, `enabled: false` and effort `none` switch it off', async () => {
  const server = await serve('openrouter', { script });
  const ask = async (reasoning: object): Promise<Chat> =>
    (await post<Chat>(server, chat, { messages: question, reasoning })).body;
  const hidden = await ask({ exclude: true });
  expect(hidden.choices[0]?.message).not.toHaveProperty('reasoning');
  expect(hidden.usage?.completion_tokens_details).toEqual({ reasoning_tokens: 5 });
  for (const off of [{ enabled: false }, { effort: 'none' }]) {
    expect((await ask(off)).usage?.completion_tokens_details).toEqual({ reasoning_tokens: 0 });
  }
});

test('refuses a bound and an effort at once, unknown models and missing keys', async () => {
  const server = await serve('openrouter', { script, apiKey: 'secret' });
  const key = { authorization: 'Bearer secret' };
  const both = { messages: question, reasoning: { effort: 'low', max_tokens: 5 } };
  expect(await post(server, chat, both, key)).toMatchObject({ status: 400, body: { error: { code: 400 } } });
  const unknown = await post<{ error: { message: string } }>(server, chat, { model: 'x', messages: question }, key);
  expect(unknown.body.error.message).toBe('x is not a valid model ID');
  expect(await post(server, chat, { messages: question })).toMatchObject({
    status: 401,
    body: { error: { code: 401 } },
  });
  expect((await get(server, '/api/v1/models')).status).toBe(200);
});

test('continues the last message, except for Claude from 4.6 on', async () => {
  const messages = [...question, { role: 'assistant', content: '<think>\nx</think>\n\n' }];
  const server = await serve('openrouter', { script });
  expect((await post<Chat>(server, chat, { messages })).body.choices[0]?.message.content).toBe('The answer is 4.');
  const claude = await serve('openrouter', { script, model: 'anthropic/claude-opus-4.6' });
  const refused = await post<{ error: { metadata: { raw: string } } }>(claude, chat, { messages });
  expect(refused.body.error.metadata.raw).toContain('does not support assistant message prefill');
});
