import { describe, expect, test } from 'vitest';
import { type Chat, events, get, post, question, script, send, serve } from './client.ts';

type Line = Record<string, unknown> & {
  readonly message?: { readonly content: string; readonly thinking?: string };
  readonly response?: string;
  readonly thinking?: string;
  readonly done: boolean;
};

async function lines(server: Parameters<typeof send>[0], path: string, body: unknown): Promise<Line[]> {
  const text = await (await send(server, path, body)).text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

describe('the own API of the Ollama dialect', () => {
  test('streams lines of JSON without being asked, thinking apart, counts in the last one', async () => {
    const server = await serve('ollama', { script });
    const all = await lines(server, '/api/chat', { model: 'qwen3', messages: question });
    expect(all.map(({ message }) => message?.thinking ?? '').join('')).toBe('one two three four five');
    expect(all.map(({ message }) => message?.content).join('')).toBe('The answer is 4.');
    expect(all.at(-1)).toMatchObject({ done: true, done_reason: 'stop', eval_count: expect.any(Number) });
    expect(all.slice(0, -1).every(({ done }) => !done)).toBe(true);
  });

  test('thinks unless `think` is false; knows no budget', async () => {
    const server = await serve('ollama', { script });
    const ask = async (fields: object): Promise<unknown> => {
      const request = { model: 'qwen3', messages: question, stream: false, ...fields };
      return (await post(server, '/api/chat', request)).body.message;
    };
    expect(await ask({ think: false })).toEqual({ role: 'assistant', content: 'The answer is 4.' });
    const budget = { thinking_token_budget: 2, options: { thinking_budget: 2 } };
    expect(await ask(budget)).toMatchObject({ thinking: 'one two three four five' });
  });

  test('refuses values of `think` it does not know, and thinking of models that cannot', async () => {
    const server = await serve('ollama', { script });
    const wrong = await post(server, '/api/chat', { model: 'qwen3', messages: question, think: 'hard' });
    expect(wrong.body.error).toContain('invalid think value: "hard"');
    const plain = await serve('ollama', { script, model: 'llama3.2' });
    const refused = await post(plain, '/api/chat', { model: 'llama3.2', messages: question, think: true });
    expect(refused).toMatchObject({ status: 400, body: { error: '"llama3.2" does not support thinking' } });
  });

  test('continues an assistant message at the end, its thinking as well', async () => {
    const server = await serve('ollama', { script: ['one two</think>', ' three</think>', 'four'] });
    const request = { model: 'qwen3', messages: question, stream: false, options: { stop: ['</think>'] } };
    expect((await post(server, '/api/chat', request)).body.message).toMatchObject({ thinking: 'one two' });
    const messages = [...question, { role: 'assistant', content: '', thinking: 'one twoWait' }];
    const { body } = await post(server, '/api/chat', { model: 'qwen3', messages, stream: false });
    expect(body.message).toEqual({ role: 'assistant', content: 'four', thinking: 'three' });
  });

  test('generates from a template, or from a raw prompt whose thinking it then takes for the answer', async () => {
    const server = await serve('ollama', { script });
    const templated = await post(server, '/api/generate', { model: 'qwen3', prompt: 'Hi', stream: false });
    expect(templated.body).toMatchObject({ thinking: 'one two three four five', response: 'The answer is 4.' });
    expect(templated.body.context).toEqual(expect.any(Array));
    const prompt = '<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n<think>\none two';
    const raw = await post(server, '/api/generate', { model: 'qwen3', prompt, raw: true, stream: false });
    expect(raw.body.response).toContain('</think>');
    expect(raw.body).not.toHaveProperty('context');
  });

  test('says how large the context is, and which models there are', async () => {
    const server = await serve('ollama', { script, contextSize: 2048 });
    const { body } = await post<{ model_info: object }>(server, '/api/show', { model: 'qwen3' });
    expect(body.model_info).toMatchObject({ 'qwen3.context_length': 2048 });
    const missing = await post(server, '/api/chat', { model: 'other', messages: question });
    expect(missing).toMatchObject({ status: 404, body: { error: "model 'other' not found" } });
  });
});

describe('the OpenAI-compatible API of the Ollama dialect', () => {
  test('shows thinking as `reasoning`, ends with an empty delta and ignores keys', async () => {
    const server = await serve('ollama', { script, apiKey: 'secret' });
    const request = { model: 'qwen3', messages: question, stream: true, stream_options: { include_usage: true } };
    const chunks = (await events<Chat>(server, '/v1/chat/completions', request)).filter((chunk) => chunk !== '[DONE]');
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '', reasoning: 'one' });
    expect(chunks.at(-2)?.choices[0]).toMatchObject({ delta: {}, finish_reason: 'stop' });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: expect.any(Number) } });
  });

  test('clamps efforts of others and refuses what is none', async () => {
    const server = await serve('ollama', { script });
    const ask = (effort: string): ReturnType<typeof post<Chat & { error?: { message: string } }>> =>
      post(server, '/v1/chat/completions', { model: 'qwen3', messages: question, reasoning_effort: effort });
    expect((await ask('ultra')).status).toBe(200);
    expect((await ask('none')).body.choices[0]?.message).not.toHaveProperty('reasoning');
    const refused = await ask('enormous');
    expect(refused.status).toBe(400);
    expect(refused.body.error?.message).toContain('invalid reasoning value: "enormous"');
  });

  test('puts the prompt of a completion into the chat template, and shows the answer only', async () => {
    const server = await serve('ollama', { script });
    const { body } = await post<Chat>(server, '/v1/completions', { model: 'qwen3', prompt: 'Hi<think>\n' });
    expect(body.choices[0]?.text).toBe('The answer is 4.');
    const ids = await post<{ error: { type: string } }>(server, '/v1/completions', { model: 'qwen3', prompt: [1, 2] });
    expect(ids).toMatchObject({ status: 400, body: { error: { type: 'invalid_request_error' } } });
  });

  test('lists the model, and calls a missing one not found', async () => {
    const server = await serve('ollama', { script });
    expect((await get(server, '/v1/models')).body.data).toMatchObject([{ id: 'qwen3:latest', owned_by: 'library' }]);
    const missing = await post(server, '/v1/chat/completions', { model: 'other', messages: question });
    expect(missing).toMatchObject({ status: 404, body: { error: { type: 'not_found_error', code: null } } });
  });
});
