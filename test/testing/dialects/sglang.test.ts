import { expect, test } from 'vitest';
import { type Chat, events, get, post, question, script, serve } from './client.ts';

const chat = '/v1/chat/completions';
const completions = '/v1/completions';

test('the SGLang dialect shows thinking as `reasoning_content` and says which token ended the turn', async () => {
  const server = await serve('sglang', { script });
  const { body } = await post<Chat>(server, chat, { model: 'whatever', messages: question });
  expect(body.model).toBe('whatever');
  expect(body.choices[0]).toMatchObject({
    message: { content: 'The answer is 4.', reasoning_content: 'one two three four five' },
    finish_reason: 'stop',
    matched_stop: server.encode('<|im_end|>')[0],
  });
  expect(body.usage).toMatchObject({ reasoning_tokens: 5 });
});

test('a stream has null where a chunk says nothing, and its finish reason in a chunk of its own', async () => {
  const server = await serve('sglang', { script });
  const all = await events<Chat>(server, chat, { messages: question, stream: true });
  const chunks = all.filter((chunk) => chunk !== '[DONE]');
  expect(chunks[0]?.choices[0]?.delta).toMatchObject({ role: 'assistant', content: '', reasoning_content: null });
  expect(chunks[1]?.choices[0]?.delta).toMatchObject({ content: null, reasoning_content: 'one' });
  expect(chunks.at(-1)?.choices[0]).toMatchObject({ finish_reason: 'stop', delta: { content: null } });
});

test('custom_params.thinking_budget ends thinking at the token, with a logit processor behind a line end', async () => {
  const server = await serve('sglang', { script });
  const budget = { messages: question, custom_params: { thinking_budget: 2 } };
  const strict = await post<Chat>(server, chat, budget);
  expect(strict.body.choices[0]?.message).toMatchObject({ reasoning_content: 'one two', content: 'The answer is 4.' });
  const processed = await events<Chat>(server, chat, { ...budget, custom_logit_processor: '{}', stream: true });
  const thinking = processed.map((chunk) =>
    chunk === '[DONE]' ? '' : (chunk.choices[0]?.delta.reasoning_content ?? ''),
  );
  expect(thinking.join('')).toBe('one two\n');
});

test('without the flags of the server a budget is accepted and has no effect', async () => {
  const server = await serve('sglang', { script, behaviour: { maximum: 'ignored' } });
  const { body } = await post<Chat>(server, chat, { messages: question, custom_params: { thinking_budget: 2 } });
  expect(body.choices[0]?.message.reasoning_content).toBe('one two three four five');
});

test('a continued message stands behind what the template opens; otherwise it becomes a question', async () => {
  const server = await serve('sglang', { script: ['one two</think>', ' three</think>', 'four'] });
  await post<Chat>(server, chat, { messages: question, stop: ['</think>'] });
  const messages = [...question, { role: 'assistant', content: 'one twoWait' }];
  const continued = await post<Chat>(server, chat, { messages, continue_final_message: true });
  expect(continued.body.choices[0]?.message).toMatchObject({ reasoning_content: 'three', content: 'four' });
  const { body } = await post<{ tokens: number[] }>(server, '/tokenize', { messages });
  expect(server.decode(body.tokens)).toContain('<|im_start|>user\none twoWait<|im_end|>');
});

test('separate_reasoning: false leaves the thinking in the answer', async () => {
  const server = await serve('sglang', { script });
  const { body } = await post<Chat>(server, chat, { messages: question, separate_reasoning: false });
  expect(body.choices[0]?.message.content).toBe('one two three four five</think>The answer is 4.');
});

test('text completions take and return token ids; chats return them only when whole', async () => {
  const server = await serve('sglang', { script });
  const prompt = server.encode('Hi<think>\n');
  const whole = await post<Chat>(server, completions, { prompt, max_tokens: 2, return_token_ids: true });
  expect(whole.body.choices[0]).toMatchObject({ text: 'one two', token_ids: server.encode('one two') });
  const request = { messages: question, max_tokens: 2, return_token_ids: true };
  expect((await post<Chat>(server, chat, request)).body.choices[0]?.token_ids).toHaveLength(2);
  const streamed = await events<Chat>(server, chat, { ...request, stream: true });
  expect(JSON.stringify(streamed)).not.toContain('token_ids');
});

test('the native stream repeats everything so far', async () => {
  const server = await serve('sglang', { script });
  const request = { input_ids: server.encode('Hi<think>\n'), sampling_params: { max_new_tokens: 3 }, stream: true };
  const all = await events<{ text: string; output_ids: number[]; meta_info: Record<string, unknown> }>(
    server,
    '/generate',
    request,
  );
  expect(all.map((state) => (state === '[DONE]' ? state : state.text))).toEqual([
    'one',
    'one two',
    'one two three',
    '[DONE]',
  ]);
  expect(all.at(-2)).toMatchObject({
    output_ids: server.encode('one two three'),
    meta_info: { finish_reason: { type: 'length', length: 3 }, completion_tokens: 3 },
  });
});

test('min_new_tokens holds back the end, stop_token_ids say which came', async () => {
  const server = await serve('sglang', { script: ['one</think>', ' two three</think>'] });
  const end = server.encode('</think>');
  const { body } = await post<{ text: string; meta_info: Record<string, unknown> }>(server, '/generate', {
    text: 'Hi<think>\n',
    sampling_params: { max_new_tokens: 20, min_new_tokens: 3, stop_token_ids: end },
  });
  expect(body).toMatchObject({
    text: 'one two three',
    meta_info: { finish_reason: { type: 'stop', matched: end[0] } },
  });
});

test('errors are flat, and a key is asked for everywhere but at /health', async () => {
  const server = await serve('sglang', { script, apiKey: 'secret' });
  expect(await get(server, '/v1/models')).toMatchObject({ status: 401, body: { error: 'Unauthorized' } });
  expect((await fetch(new URL('/health', server.url))).status).toBe(200);
  const key = { authorization: 'Bearer secret' };
  const { body, status } = await post(server, completions, { prompt: '' }, key);
  expect(status).toBe(400);
  expect(body).toEqual({
    object: 'error',
    message: 'Prompt cannot be empty',
    type: 'BadRequestError',
    param: null,
    code: 400,
  });
});
