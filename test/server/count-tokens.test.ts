import Anthropic from '@anthropic-ai/sdk';
import { afterEach, describe, expect, test } from 'vitest';
import { createHttpEngine, type HttpEngineOptions } from '../../src/http.ts';
import { type DialectName, startDialect } from '../../src/testing/dialects/start-dialect.ts';
import { type Served, serve } from './served.ts';

const path = '/v1/messages/count_tokens';
const thought = 'I see two and I see three, and both of them make five in the end.';
const counted = Array.from({ length: 30 }, (_, index) => index + 1).join(' ');
const messages = [{ role: 'user' as const, content: 'What is 2 + 3?' }];
const system = 'Be brief.';

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function inFrontOf(name: DialectName, options: Partial<HttpEngineOptions> = {}): Promise<Served> {
  const upstream = await startDialect(name, {
    script: (prompt) => `${thought}</think>${prompt.includes('Count from') ? counted : 'It is 5.'}`,
    words: [thought, counted, 'It is 5.'],
  });
  running.push(upstream);
  return serve(await createHttpEngine({ url: upstream.url, model: upstream.model, retries: 0, ...options }));
}

describe('POST /v1/messages/count_tokens', () => {
  test('is what the same request to /v1/messages then takes, to the token, with nothing generated', async () => {
    const { post, engine } = await serve(['one two</think>', 'It is 5.']);
    const asked = { messages, system };
    const { status, body } = await post(path, asked);
    expect([status, body]).toEqual([200, { input_tokens: expect.any(Number), counting: 'exact' }]);
    const { usage } = (await post('/v1/messages', asked)).body;
    expect(body.input_tokens).toBe(usage.input_tokens + usage.cache_read_input_tokens);
    const longer = (await post(path, { messages, system: `${system} And polite.` })).body;
    const more = await engine.encode!({ text: ' And polite.', control: false });
    expect(longer.input_tokens).toBe(body.input_tokens + more.length);
  });

  test('an unchanged Anthropic client can ask for it', async () => {
    const { url, post } = await serve([]);
    const client = new Anthropic({ baseURL: url, apiKey: 'none', maxRetries: 0 });
    const { input_tokens: tokens } = await client.messages.countTokens({ model: 'scripted', messages, system });
    expect(tokens).toBe((await post(path, { messages, system })).body.input_tokens);
  });

  test('waits for no place of a run where the engine has a tokenizer', async () => {
    const { post } = await serve(['one</think>', 'It is 5.'], { concurrency: 1, queue: 0, scripted: { slots: 1 } });
    const [first, second] = await Promise.all([
      post('/v1/messages', { messages, max_tokens: 4000 }),
      post(path, { messages }),
    ]);
    expect([first.status, second.status]).toEqual([200, 200]);
  });

  for (const [name, options, how] of [
    ['vllm', { way: 'tokens' }, 'exact'],
    ['vllm', { way: 'chat' }, 'reported'],
    ['anthropic', {}, 'reported'],
    ['openai', { countTokens: (text: string) => text.split(' ').length }, 'estimated'],
  ] as const) {
    test(`in front of ${name} with ${Object.keys(options)[0] ?? 'nothing else'} the count is ${how}, and says so`, async () => {
      const { post } = await inFrontOf(name, options as Partial<HttpEngineOptions>);
      const short = (await post(path, { messages })).body;
      expect(short).toEqual({ input_tokens: expect.any(Number), counting: how });
      const long = (await post(path, { messages: [{ role: 'user', content: 'What is 2 + 3? '.repeat(20) }] })).body;
      expect(long.input_tokens).toBeGreaterThan(short.input_tokens + 40);
    });
  }

  test('a wrong body is refused as the API refuses it', async () => {
    const { post } = await serve([]);
    const { status, body } = await post(path, { messages: [] });
    expect([status, body.type, body.error.type]).toEqual([400, 'error', 'invalid_request_error']);
    const unknown = await post(path, { messages, model: 'gpt-9' });
    expect([unknown.status, unknown.body.error.type]).toEqual([404, 'not_found_error']);
  });

  test('needs a key where the server asks for one', async () => {
    const { post } = await serve([], { keys: [{ key: 'a-key-of-some-length', name: 'me' }] });
    expect((await post(path, { messages })).status).toBe(401);
    expect((await post(path, { messages }, { 'x-api-key': 'a-key-of-some-length' })).status).toBe(200);
  });
});
