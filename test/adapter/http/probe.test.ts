import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createHttpEngine, type HttpEngineOptions } from '../../../src/http.ts';
import { think } from '../../../src/index.ts';
import type { DialectOptions, DialectServer } from '../../../src/testing/dialects/dialect-options.ts';
import { type DialectName, startDialect } from '../../../src/testing/dialects/start-dialect.ts';

const thought = 'I will count now, as I was told to do it, beginning with the first of all the numbers.';
const counted = Array.from({ length: 30 }, (_, index) => index + 1).join(' ');
const answers = ['Let me see, two and three are four.</think>', ' no, it is five</think>', ' It is 5.'];

const running: DialectServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** A server that counts when it is asked to, and else answers a small question. */
async function serve(name: DialectName, options: Partial<DialectOptions> = {}): Promise<DialectServer> {
  const server = await startDialect(name, {
    script: (prompt) => (prompt.includes('Count from') ? `${thought}</think>${counted}` : answers),
    words: [...answers, thought, counted],
    ...options,
  });
  running.push(server);
  return server;
}

function connect(server: DialectServer, options: Partial<HttpEngineOptions> = {}): ReturnType<typeof createHttpEngine> {
  return createHttpEngine({ url: server.url, model: server.model, retries: 0, ...options });
}

describe('what is found out about a server', () => {
  test('a server that continues ids, tokenises and renders is used by ids, with a template learned from it', async () => {
    const engine = await connect(await serve('vllm'));
    expect(engine.abilities).toMatchObject({ continuation: 'tokens', counting: 'exact', ban: true, literalText: true });
    expect(engine.facts.tokenContinuation.foundBy).toBe('observed');
    expect(engine.facts.contextSize).toEqual({ value: 4096, foundBy: 'asked', how: 'GET /models' });
    expect(engine.facts.chatTemplate.how).toContain('put together from conversations');
    const { receipt, thinking, answer } = await think({ engine, prompt: 'What is 2 + 3?', budget: { waits: 1 } });
    expect(thinking).toBe('Let me see, two and three are four.Wait no, it is five');
    expect(answer).toBe('It is 5.');
    expect(receipt.bounds.waits).toMatchObject({ happened: 1, by: 'mull', verdict: 'held' });
    await engine.close();
  });

  test('each ability follows what happened, not the name of the server', async () => {
    const cases: readonly [Partial<DialectOptions['behaviour']>, object][] = [
      [{ returnsTokens: false }, { continuation: 'text', tokenIds: false }],
      [{ tokenPrompts: false }, { continuation: 'text' }],
      [{ tokenizer: false }, { continuation: 'chat', counting: 'reported' }],
      [
        { tokenizer: false, prefill: 'ignored' },
        { continuation: 'none', nativeMax: true },
      ],
      [
        { tokenizer: false, prefill: 'refused' },
        { continuation: 'none', nativeMax: true },
      ],
      [
        { tokenizer: false, prefill: 'ignored', maximum: 'ignored' },
        { continuation: 'none', nativeMax: false },
      ],
      [
        { tokenizer: false, prefill: 'ignored', maximum: 'refused' },
        { continuation: 'none', nativeMax: false },
      ],
    ];
    for (const [behaviour, abilities] of cases) {
      const engine = await connect(await serve('vllm', { behaviour }));
      expect(engine.abilities, JSON.stringify(behaviour)).toMatchObject(abilities);
      await engine.close();
    }
  });

  test('thinking is found in whichever field it comes', async () => {
    for (const field of ['reasoning', 'reasoning_content'] as const) {
      const engine = await connect(await serve('vllm', { behaviour: { reasoningField: field, tokenizer: false } }));
      expect(engine.facts.reasoningField.value).toBe(field);
      const { thinking } = await think({ engine, prompt: 'What is 2 + 3?' });
      expect(thinking).toBe('Let me see, two and three are four.');
      await engine.close();
    }
  });

  test('a completion endpoint that wraps its prompt into a template does not pass for text continuation', async () => {
    const engine = await connect(await serve('ollama'));
    expect(engine.facts.textContinuation).toMatchObject({ value: false, foundBy: 'observed' });
    expect(engine.facts.textContinuation.how).toContain('puts a template around them');
    expect(engine.abilities.continuation).toBe('chat');
    await engine.close();
  });

  test('a maximum of its own is asked for and counted; an accepted field alone means nothing', async () => {
    const own = { tokenizer: false, prefill: 'ignored' } as const;
    const held = await connect(await serve('vllm', { behaviour: own }));
    expect(held.facts.ownMaximum.value).toBe('thinking_token_budget');
    const { receipt, thinking } = await think({ engine: held, prompt: 'What is 2 + 3?', budget: { max: 4 } });
    expect(receipt.bounds.max).toMatchObject({ asked: 4, happened: 4, by: 'engine', verdict: 'held' });
    expect(thinking).toBe('Let me see,');
    await held.close();
    const ignored = await connect(await serve('vllm', { behaviour: { ...own, maximum: 'ignored' } }));
    expect(ignored.facts.ownMaximum.how).toMatch(/thinking_token_budget: asked for \d+ .* and it took \d+/);
    await expect(think({ engine: ignored, prompt: 'What is 2 + 3?', budget: { max: 4 } })).rejects.toMatchObject({
      code: 'E_UNSUPPORTED',
    });
    await ignored.close();
  });

  test('a maximum that the server holds only roughly is reported as exceeded', async () => {
    const behaviour = { tokenizer: false, prefill: 'ignored', overshoot: 2 } as const;
    const engine = await connect(await serve('vllm', { behaviour }));
    const { receipt } = await think({ engine, prompt: 'What is 2 + 3?', budget: { max: 4 } });
    expect(receipt.bounds.max).toMatchObject({ asked: 4, happened: 6, by: 'engine', verdict: 'exceeded' });
    expect(receipt.warnings.map((warning) => warning.code)).toContain('W_MAX_EXCEEDED');
    await engine.close();
  });

  test('hidden thinking is counted, and what cannot be held with it is refused', async () => {
    const engine = await connect(await serve('openai'));
    expect(engine.abilities).toMatchObject({ continuation: 'none', hiddenThinking: true });
    const { thinking, answer, receipt } = await think({ engine, prompt: 'What is 2 + 3?' });
    expect([thinking, answer]).toEqual(['', 'It is 5.']);
    expect(receipt).toMatchObject({ thinkingTokens: 10, counting: 'reported', endedBy: 'model' });
    for (const budget of [{ min: 5 }, { waits: 1 }, { max: 5 }]) {
      await expect(think({ engine, prompt: 'What is 2 + 3?', budget })).rejects.toMatchObject({
        code: 'E_UNSUPPORTED',
      });
    }
    await engine.close();
  });

  test('what was found out is remembered for the process, and asked anew on demand', async () => {
    const server = await serve('vllm');
    await (await connect(server)).close();
    const asked = server.requests.length;
    expect(asked).toBeGreaterThan(5);
    await (await connect(server)).close();
    expect(server.requests.length).toBe(asked);
    await (await connect(server, { probe: 'again' })).close();
    expect(server.requests.length).toBe(2 * asked);
  });

  test('getting to know a server takes ten to forty requests', async () => {
    for (const name of ['vllm', 'sglang', 'ollama', 'openrouter', 'deepseek', 'openai'] as const) {
      const server = await serve(name);
      await (await connect(server)).close();
      expect(server.requests.length, name).toBeGreaterThan(8);
      expect(server.requests.length, name).toBeLessThan(40);
    }
  });

  test('a continuation that a host has under another address only is found there', async () => {
    const server = await serve('deepseek');
    const plain = await connect(server);
    expect(plain.abilities.continuation).toBe('none');
    await plain.close();
    const beta = await connect(server, { url: `${server.url}/beta` });
    expect(beta.facts.chatContinuation.value).toMatchObject({ place: 'reasoning', sign: 'prefix' });
    const { receipt } = await think({ engine: beta, prompt: 'What is 2 + 3?', budget: { waits: 1 } });
    expect(receipt.bounds.waits.verdict).toBe('held');
    await beta.close();
  });

  test('the user knows better: abilities can be taken away one by one', async () => {
    const server = await serve('vllm');
    const engine = await connect(server, { abilities: { ban: false, slots: 2 }, contextSize: 512 });
    expect(engine.abilities).toMatchObject({ continuation: 'tokens', ban: false, slots: 2 });
    expect(engine.model.contextSize).toBe(512);
    expect(engine.facts.contextSize.foundBy).toBe('told');
    await engine.close();
    await expect(connect(await serve('openrouter'), { abilities: { continuation: 'tokens' } })).rejects.toMatchObject({
      code: 'E_UNSUPPORTED',
    });
  });
});

describe('a server that cannot be used', () => {
  test('nobody listens: E_ENGINE_UNREACHABLE, with the reason and without credentials', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const { port } = server.address() as AddressInfo;
    await new Promise((closed) => server.close(closed));
    const error = await createHttpEngine({ url: `http://me:secretword@127.0.0.1:${port}/v1`, retries: 0 }).catch(
      (e) => e,
    );
    expect(error).toMatchObject({ code: 'E_ENGINE_UNREACHABLE' });
    expect(error.message).toContain('ECONNREFUSED');
    expect(JSON.stringify([error.message, error.hint, String(error.cause), error.stack])).not.toContain('secretword');
  });

  test('a wrong or missing key: E_ENGINE_DENIED, which never shows the key', async () => {
    const server = await serve('vllm', { apiKey: 'sk-right-0123456789abcdef' });
    const error = await connect(server, { apiKey: 'sk-wrong-0123456789abcdef' }).catch((e) => e);
    expect(error).toMatchObject({ code: 'E_ENGINE_DENIED', hint: expect.stringContaining('MULL_API_KEY') });
    expect(JSON.stringify([error.message, error.hint, String(error.cause), error.stack])).not.toContain('sk-wrong');
    const engine = await connect(server, { apiKey: 'sk-right-0123456789abcdef' });
    expect(engine.abilities.continuation).toBe('tokens');
    await engine.close();
  });

  test('a key that looks like none, repeated by the server in every form, stands in no error', async () => {
    const key = 'correct horse battery';
    const forms: readonly ((said: string) => readonly [number, string, string])[] = [
      (said) => [401, 'application/json', JSON.stringify({ error: { message: `Incorrect key: ${said}` } })],
      (said) => [400, 'text/plain', `No such key: ${said}`],
      (said) => [200, 'text/html', `<p>${said}</p>`],
      (said) => [200, 'text/event-stream', `data: no JSON but ${said}\n\n`],
      (said) => [200, 'text/event-stream', `data: ${JSON.stringify({ error: { message: said } })}\n\n`],
    ];
    for (const form of forms) {
      const server = createServer((request, response) => {
        const [status, type, body] = form(`${request.headers.authorization}`);
        response.writeHead(status, { 'content-type': type }).end(body);
      }).listen(0, '127.0.0.1');
      await new Promise((listening) => server.once('listening', listening));
      const { port } = server.address() as AddressInfo;
      const url = `http://127.0.0.1:${port}/v1`;
      const error = await createHttpEngine({ url, model: 'any', retries: 0, apiKey: key }).catch((e) => e);
      expect(error.code).toMatch(/^E_/);
      expect(JSON.stringify([error.message, error.hint, String(error.cause), error.stack])).not.toContain('horse');
      await new Promise((closed) => server.close(closed));
    }
  });

  test('a model it does not have: E_MODEL_UNKNOWN, with what it has', async () => {
    const server = await serve('vllm');
    await expect(connect(server, { model: 'Qwen/Qwen3-8C' })).rejects.toMatchObject({
      code: 'E_MODEL_UNKNOWN',
      hint: 'Did you mean "Qwen/Qwen3-8B"?',
    });
  });

  test('a web page: nothing works, and the error quotes what came', async () => {
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end('<html><body>Welcome to nginx!</body></html>');
    }).listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const { port } = server.address() as AddressInfo;
    const connecting = createHttpEngine({ url: `http://127.0.0.1:${port}/v1`, model: 'any', retries: 0 });
    await expect(connecting).rejects.toMatchObject({
      code: 'E_MODEL_UNKNOWN',
      message: expect.stringContaining('Welcome to nginx!'),
    });
    await new Promise((closed) => server.close(closed));
  });

  test('options that mean nothing are refused before anything is sent', async () => {
    const url = 'http://127.0.0.1:1/v1';
    await expect(createHttpEngine({ url: 'localhost' })).rejects.toMatchObject({ code: 'E_OPTION_INVALID' });
    await expect(createHttpEngine({ url, slots: 0 })).rejects.toThrow(
      'options.slots must be a whole number of at least 1',
    );
    await expect(createHttpEngine({ url, apikey: 'x' } as never)).rejects.toMatchObject({
      hint: 'Did you mean "apiKey"?',
    });
  });
});
