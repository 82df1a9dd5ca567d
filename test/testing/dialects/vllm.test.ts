import { describe, expect, test } from 'vitest';
import type { ThinkingFormat } from '../../../src/core/thinking-format.ts';
import { type Chat, events, get, post, question, script, send, serve } from './client.ts';

const chat = '/v1/chat/completions';
const completions = '/v1/completions';

describe('a chat with the vLLM dialect', () => {
  test('shows thinking as `reasoning`, and counts it', async () => {
    const server = await serve('vllm', { script });
    const { status, body } = await post<Chat>(server, chat, { model: server.model, messages: question });
    expect(status).toBe(200);
    expect(body.choices[0]?.message).toEqual({
      role: 'assistant',
      content: 'The answer is 4.',
      reasoning: 'one two three four five',
    });
    expect(body.choices[0]?.finish_reason).toBe('stop');
    expect(body.choices[0]?.stop_reason).toBeNull();
    expect(body.usage?.completion_tokens_details).toEqual({ reasoning_tokens: 5 });
  });

  test('streams the role first, then thinking, then the answer, and usage where it is asked for', async () => {
    const server = await serve('vllm', { script });
    const request = { messages: question, stream: true, stream_options: { include_usage: true } };
    const all = await events<Chat>(server, chat, request);
    const chunks = all.filter((chunk) => chunk !== '[DONE]');
    expect(all.at(-1)).toBe('[DONE]');
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '' });
    const kinds = chunks.slice(1, -1).map(({ choices }) => Object.keys(choices[0]?.delta ?? {}).join());
    expect(new Set(kinds.slice(0, 5))).toEqual(new Set(['reasoning']));
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('The answer is 4.');
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens_details: { reasoning_tokens: 5 } } });
  });

  test('holds thinking_token_budget: thinking ends at the very token, and the answer follows', async () => {
    const server = await serve('vllm', { script });
    const { body } = await post<Chat>(server, chat, { messages: question, thinking_token_budget: 3 });
    expect(body.choices[0]?.message).toMatchObject({ reasoning: 'one two three', content: 'The answer is 4.' });
    const none = await post<Chat>(server, chat, { messages: question, thinking_token_budget: 0 });
    expect(none.body.choices[0]?.message.reasoning).toBeUndefined();
  });

  test('ignores a budget inside `extra_body`, and refuses one that is no whole number', async () => {
    const server = await serve('vllm', { script });
    const nested = { messages: question, extra_body: { thinking_token_budget: 3 } };
    expect((await post<Chat>(server, chat, nested)).body.choices[0]?.message.reasoning).toBe('one two three four five');
    const refused = await post(server, chat, { messages: question, thinking_token_budget: -2 });
    expect(refused).toMatchObject({
      status: 400,
      body: { error: { type: 'BadRequestError', param: 'thinking_token_budget', code: 400 } },
    });
  });

  test('refuses budgets where the server has no reasoning parser', async () => {
    const server = await serve('vllm', { script, behaviour: { maximum: 'refused' } });
    const { status, body } = await post(server, chat, { messages: question, thinking_token_budget: 3 });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('reasoning_config is not configured');
  });

  test('a stop inside thinking ends it all; stop_reason says which', async () => {
    const server = await serve('vllm', { script });
    const { body } = await post<Chat>(server, chat, { messages: question, stop: ['</think>'] });
    expect(body.choices[0]).toMatchObject({
      message: { reasoning: 'one two three four five', content: '' },
      finish_reason: 'stop',
      stop_reason: '</think>',
    });
  });

  test('continues the final message, and refuses to open a new one as well', async () => {
    const server = await serve('vllm', { script: ['one two</think>', ' three</think>', 'four'] });
    const first = await post<Chat>(server, chat, { messages: question, stop: ['</think>'] });
    const content = `<think>\n${String(first.body.choices[0]?.message.reasoning)}Wait`;
    const messages = [...question, { role: 'assistant', content }];
    const goesOn = { messages, continue_final_message: true, add_generation_prompt: false };
    const second = await post<Chat>(server, chat, goesOn);
    expect(second.body.choices[0]?.message).toMatchObject({ reasoning: ' three', content: 'four' });
    const both = await post(server, chat, { ...goesOn, add_generation_prompt: true });
    expect(JSON.stringify(both.body)).toContain('Cannot set both');
  });

  test('switches thinking off by template variable or effort', async () => {
    const server = await serve('vllm', { script });
    for (const off of [{ chat_template_kwargs: { enable_thinking: false } }, { reasoning_effort: 'none' }]) {
      const { body } = await post<Chat>(server, chat, { messages: question, ...off });
      expect(body.choices[0]?.message).toEqual({ role: 'assistant', content: 'The answer is 4.' });
    }
  });

  test('knows one model only, and every wrong field by its name', async () => {
    const server = await serve('vllm', { script });
    const unknown = await post(server, chat, { model: 'other', messages: question });
    expect(unknown).toMatchObject({
      status: 404,
      body: { error: { message: 'The model `other` does not exist.', type: 'NotFoundError', code: 404 } },
    });
    const wrong = await post(server, chat, { messages: question, max_tokens: 'many' });
    expect(wrong).toMatchObject({ status: 400, body: { error: { param: 'max_tokens' } } });
    const usage = await post(server, chat, { messages: question, stream_options: { include_usage: true } });
    expect(JSON.stringify(usage.body)).toContain('Stream options can only be defined when `stream=True`.');
  });
});

describe('text completions of the vLLM dialect', () => {
  test('continue token ids and return them, the stop as well', async () => {
    const server = await serve('vllm', { script });
    const prompt = server.encode('<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n<think>\n');
    const end = server.encode('</think>');
    const request = { prompt, max_tokens: 50, stop_token_ids: end, return_token_ids: true };
    const { body } = await post<Chat>(server, completions, request);
    expect(body.choices[0]).toMatchObject({
      text: 'one two three four five',
      finish_reason: 'stop',
      stop_reason: end[0],
      token_ids: server.encode('one two three four five</think>'),
      prompt_token_ids: prompt,
    });
  });

  test('stream a chunk per token, ids with each and the prompt with the first', async () => {
    const server = await serve('vllm', { script });
    const prompt = server.encode('Hi<think>\n');
    const request = { prompt, max_tokens: 3, return_token_ids: true, stream: true };
    const chunks = (await events<Chat>(server, completions, request)).filter((chunk) => chunk !== '[DONE]');
    expect(chunks.map(({ choices }) => [choices[0]?.text, choices[0]?.finish_reason])).toEqual([
      ['one', null],
      [' two', null],
      [' three', 'length'],
    ]);
    expect(chunks.flatMap(({ choices }) => choices[0]?.token_ids)).toEqual(server.encode('one two three'));
    expect(chunks[0]?.choices[0]).toMatchObject({ prompt_token_ids: prompt });
    expect(chunks[1]?.choices[0]).not.toHaveProperty('prompt_token_ids');
  });

  test('min_tokens holds back the end of thinking in the same request', async () => {
    const server = await serve('vllm', { script: ['one two</think>', ' three four five six</think>'] });
    const end = server.encode('</think>');
    const request = {
      prompt: 'Hi<think>\n',
      max_tokens: 50,
      min_tokens: 5,
      stop_token_ids: end,
      return_token_ids: true,
    };
    const { body } = await post<Chat>(server, completions, request);
    expect(body.choices[0]).toMatchObject({ text: 'one two three four five six', stop_reason: end[0] });
  });

  test('go on where an appended text leaves the script, and report what the cache held', async () => {
    const server = await serve('vllm', { script: ['one two</think>', ' three</think>', 'four'] });
    const prompt = 'Hi<think>\n';
    const ask = async (text: string): Promise<string> => {
      const { body } = await post<Chat>(server, completions, { prompt: text, max_tokens: 50, stop: ['</think>'] });
      return body.choices[0]?.text ?? '';
    };
    expect(await ask(prompt)).toBe('one two');
    expect(await ask(`${prompt}one twoWait`)).toBe(' three');
    const last = await post<Chat>(server, completions, {
      prompt: `${prompt}one twoWait three</think>\n\n`,
      max_tokens: 50,
    });
    expect(last.body.choices[0]?.text).toBe('four');
    expect(last.body.usage?.prompt_tokens_details).toEqual({ cached_tokens: expect.any(Number) });
  });

  test('leave out special tokens, so that a stop string of one never comes', async () => {
    const server = await serve('vllm', { script: 'one<|im_start|>two' });
    const request = { prompt: 'Hi', max_tokens: 50, stop: ['<|im_start|>'] };
    expect((await post<Chat>(server, completions, request)).body.choices[0]?.text).toBe('onetwo');
    const shown = { ...request, skip_special_tokens: false };
    expect((await post<Chat>(server, completions, shown)).body.choices[0]?.text).toBe('one');
  });

  test('report log-probabilities of the tokens and their rivals', async () => {
    const server = await serve('vllm', { script });
    const { body } = await post<Chat>(server, completions, { prompt: 'Hi<think>\n', max_tokens: 2, logprobs: 2 });
    expect(body.choices[0]?.logprobs).toMatchObject({ tokens: ['one', ' two'], text_offset: [0, 3] });
  });

  test('refuse what does not fit the context, with the numbers', async () => {
    const server = await serve('vllm', { script, contextSize: 16 });
    const { status, body } = await post(server, completions, { prompt: 'a b c d e f g h', max_tokens: 16 });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toMatch(/You passed \d+ input tokens and requested 16 output tokens/);
  });
});

test('other formats of thinking are told apart as well', async () => {
  const s1: ThinkingFormat = {
    name: 's1',
    open: '<|im_start|>think',
    ends: ['<|im_start|>'],
    close: '<|im_start|>answer',
    cut: '<|im_start|>answer\n',
    reopens: ['<|im_start|>think'],
    foundBy: 'family',
  };
  const server = await serve('vllm', { script: 'one two three<|im_start|>answer\nFour', thinking: s1 });
  const whole = await post<Chat>(server, chat, { messages: question });
  expect(whole.body.choices[0]?.message).toMatchObject({ reasoning: 'one two three', content: '\nFour' });
  const cut = await post<Chat>(server, chat, { messages: question, thinking_token_budget: 2 });
  expect(cut.body.choices[0]?.message).toMatchObject({ reasoning: 'one two', content: '\nFour' });
});

describe('the other endpoints of the vLLM dialect', () => {
  test('turn texts and messages into token ids and back', async () => {
    const server = await serve('vllm', { script });
    const { body } = await post(server, '/tokenize', { prompt: 'one two</think>' });
    expect(body).toEqual({ count: 3, max_model_len: 4096, tokens: server.encode('one two</think>'), token_strs: null });
    const rendered = await post<{ tokens: number[] }>(server, '/tokenize', { messages: question });
    const { body: text } = await post(server, '/detokenize', { tokens: rendered.body.tokens });
    expect(text.prompt).toBe('<|im_start|>user\nWhat is 2 + 2?<|im_end|>\n<|im_start|>assistant\n<think>\n');
  });

  test('list the model with its context size', async () => {
    const server = await serve('vllm', { script, contextSize: 1000 });
    const { body } = await get<{ data: unknown[] }>(server, '/v1/models');
    expect(body.data).toMatchObject([{ id: 'Qwen/Qwen3-8B', max_model_len: 1000 }]);
  });

  test('ask for the key below /v1 only', async () => {
    const server = await serve('vllm', { script, apiKey: 'secret' });
    const refused = await get(server, '/v1/models');
    expect(refused).toMatchObject({ status: 401, body: { error: 'Unauthorized' } });
    expect((await get(server, '/v1/models', { authorization: 'Bearer secret' })).status).toBe(200);
    expect((await send(server, '/tokenize', { prompt: 'a' })).status).toBe(200);
  });
});
