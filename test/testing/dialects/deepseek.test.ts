import { expect, test } from 'vitest';
import { type Chat, events, post, question, script, serve } from './client.ts';

const chat = '/chat/completions';

test('the DeepSeek dialect thinks by default, shows it as `reasoning_content` and counts cache hits', async () => {
  const server = await serve('deepseek', { script });
  const { body } = await post<Chat>(server, chat, { model: 'deepseek-v4-flash', messages: question });
  expect(body.choices[0]?.message).toEqual({
    role: 'assistant',
    content: 'The answer is 4.',
    reasoning_content: 'one two three four five',
  });
  const usage = body.usage!;
  expect(Number(usage.prompt_cache_hit_tokens) + Number(usage.prompt_cache_miss_tokens)).toBe(usage.prompt_tokens);
  expect(body.usage?.completion_tokens_details).toEqual({ reasoning_tokens: 5 });
});

test('thinking is switched off by `thinking`, or by the name of the older model', async () => {
  const server = await serve('deepseek', { script });
  for (const fields of [{ thinking: { type: 'disabled' } }, { model: 'deepseek-chat' }]) {
    const { body } = await post<Chat>(server, chat, { messages: question, ...fields });
    expect(body.choices[0]?.message).toEqual({ role: 'assistant', content: 'The answer is 4.' });
  }
});

test('a stream has null beside what it says, and its usage in the last chunk', async () => {
  const server = await serve('deepseek', { script });
  const all = await events<Chat>(server, chat, { messages: question, stream: true });
  const chunks = all.filter((chunk) => chunk !== '[DONE]');
  expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: null, reasoning_content: '' });
  expect(chunks[1]?.choices[0]?.delta).toEqual({ content: null, reasoning_content: 'one' });
  expect(chunks.at(-1)).toMatchObject({
    choices: [{ finish_reason: 'stop' }],
    usage: { total_tokens: expect.any(Number) },
  });
});

test('an effort reaches the model as one of three; a temperature has no effect; a budget is unknown', async () => {
  const prompts: string[] = [];
  const server = await serve('deepseek', {
    script: (prompt) => {
      prompts.push(prompt);
      return script;
    },
    words: [script],
  });
  await post(server, chat, { messages: question, reasoning_effort: 'xhigh' });
  await post(server, chat, { messages: question, reasoning_effort: 'minimal' });
  expect(prompts.map((prompt) => prompt.match(/Reasoning: (\w+)/)?.[1])).toEqual(['high', 'low']);
  const { body } = await post<Chat>(server, chat, { messages: question, temperature: 0, thinking_token_budget: 1 });
  expect(body.choices[0]?.message.reasoning_content).toBe('one two three four five');
});

test('a prefix is continued below /beta only, and its thinking stays open without content', async () => {
  const server = await serve('deepseek', { script: ['one two three</think>', ' four</think>', 'five'] });
  const cut = await post<Chat>(server, '/beta/chat/completions', { messages: question, max_tokens: 2 });
  expect(cut.body.choices[0]).toMatchObject({ message: { reasoning_content: 'one two' }, finish_reason: 'length' });
  const last = { role: 'assistant', content: '', reasoning_content: 'one twoWait', prefix: true };
  const messages = [...question, last];
  const refused = await post<{ error: { message: string } }>(server, chat, { messages });
  expect(refused.body.error.message).toContain('prefix is only available when using beta api');
  const { body } = await post<Chat>(server, '/beta/chat/completions', { messages });
  expect(body.choices[0]?.message).toMatchObject({ reasoning_content: 'four', content: 'five' });
});

test('a last message of the assistant needs prefix mode while thinking', async () => {
  const server = await serve('deepseek', { script });
  const messages = [...question, { role: 'assistant', content: 'I think' }];
  const { status, body } = await post<{ error: { message: string } }>(server, chat, { messages });
  expect(status).toBe(400);
  expect(body.error.message).toContain('must be a user message, or an assistant message with prefix mode on');
});

test('errors have a type and a code', async () => {
  const server = await serve('deepseek', { script, apiKey: 'secret' });
  expect(await post(server, chat, { messages: question })).toMatchObject({
    status: 401,
    body: { error: { type: 'authentication_error', param: null, code: 'invalid_request_error' } },
  });
  const key = { authorization: 'Bearer secret' };
  const missing = await post(server, chat, { model: 'gpt-5', messages: question }, key);
  expect(missing).toMatchObject({ status: 400, body: { error: { message: 'Model Not Exist' } } });
});
