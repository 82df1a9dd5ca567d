import { describe, expect, test } from 'vitest';
import { offeredWays } from '../../../src/http.ts';
import { think } from '../../../src/index.ts';
import type { DialectServer } from '../../../src/testing/dialects/dialect-options.ts';
import { connect, counted, hard, question, serve, thought } from '../../support/a-thinking-server.ts';

/** The last request that asked for a text. */
function lastAsked(server: DialectServer): object {
  return server.requests.findLast(({ body }) => (body as { stream?: boolean } | undefined)?.stream)!.body as object;
}

/** The address without what stands behind the host. */
function hostOf({ url }: DialectServer): string {
  return new URL(url).origin;
}

describe("Anthropic's Messages API", () => {
  test('is found by its list of models, with the key in the header that it wants', async () => {
    const server = await serve('anthropic', { apiKey: 'sk-ant-right-0123456789' });
    for (const url of [server.url, hostOf(server)]) {
      const engine = await connect(server, { url, apiKey: 'sk-ant-right-0123456789', probe: 'again' });
      expect(engine.facts.api).toMatchObject({ value: 'anthropic', foundBy: 'asked' });
      expect(engine.id).toBe(`${server.url}#claude-haiku-4-5`);
      await engine.close();
    }
    await expect(connect(server, { apiKey: 'sk-ant-wrong-0123456789', probe: 'again' })).rejects.toMatchObject({
      code: 'E_ENGINE_DENIED',
    });
  });

  test('a model that takes a bound: it is sent, its thinking shown and counted, and the receipt says who held it', async () => {
    const server = await serve('anthropic');
    const engine = await connect(server);
    expect(engine.abilities).toMatchObject({ continuation: 'none', nativeMax: true, hiddenThinking: false });
    expect(engine.facts.ownMaximum).toMatchObject({ value: 'thinking.budget_tokens', foundBy: 'observed' });
    expect(engine.facts.ownMaximum.how).toMatch(/1024 was taken, and \d+ refused/);
    const { receipt, thinking, answer } = await think({ engine, prompt: question, budget: { max: 1500 } });
    expect(lastAsked(server)).toMatchObject({ thinking: { type: 'enabled', budget_tokens: 1500 } });
    expect([thinking, answer]).toEqual([thought, 'It is 5.']);
    expect(receipt.bounds.max).toMatchObject({ asked: 1500, happened: 22, by: 'engine', verdict: 'held' });
    expect(receipt.counting).toBe('reported');
    await engine.close();
  });

  test('a bound below the least that the host takes is refused in its own words', async () => {
    const engine = await connect(await serve('anthropic'));
    await expect(think({ engine, prompt: question, budget: { max: 64 } })).rejects.toMatchObject({
      code: 'E_ENGINE_REFUSED',
      message: expect.stringContaining('greater than or equal to 1024'),
    });
    await engine.close();
  });

  test('no thinking at all is asked for as such', async () => {
    const server = await serve('anthropic');
    const engine = await connect(server);
    const { thinking, answer } = await think({ engine, prompt: question, budget: 'none' });
    expect(lastAsked(server)).toMatchObject({ thinking: { type: 'disabled' } });
    expect([thinking, answer]).toEqual(['', 'It is 5.']);
    await engine.close();
  });

  test('a model from 4.6 on refuses a begun answer and takes an effort alone', async () => {
    const server = await serve('anthropic', { model: 'claude-opus-4-7' });
    const engine = await connect(server);
    expect(engine.facts.chatContinuation.how).toContain('does not support assistant message prefill');
    expect(engine.facts.ownMaximum.value).toBeUndefined();
    expect(engine.facts.ownEffort.value).toEqual({ field: 'output_config.effort', none: true });
    expect(engine.abilities).toMatchObject({ continuation: 'none', nativeMax: false, nativeEffort: true });
    const { receipt, thinking } = await think({ engine, prompt: question, budget: 'high' });
    expect(lastAsked(server)).toMatchObject({
      thinking: { type: 'adaptive', display: 'summarized' },
      output_config: { effort: 'high' },
    });
    expect(thinking).toBe(hard);
    // Nobody asks the model in words to think: the server tells its thinking apart.
    expect(engine.model.thinking.foundBy).toBe('server');
    expect(receipt.warnings.map(({ code }) => code)).toEqual(['W_SAMPLING_IGNORED']);
    expect(receipt.effort).toEqual({ asked: 'high', by: 'engine' });
    for (const budget of [{ max: 2000 }, { min: 5 }, { waits: 1 }]) {
      await expect(think({ engine, prompt: question, budget })).rejects.toMatchObject({ code: 'E_UNSUPPORTED' });
    }
    await engine.close();
  });

  test('thinking that is not shown is counted all the same', async () => {
    const engine = await connect(await serve('anthropic', { behaviour: { hidesThinking: true } }));
    expect(engine.abilities.hiddenThinking).toBe(true);
    const { receipt, thinking } = await think({ engine, prompt: question });
    expect([thinking, receipt.thinkingTokens]).toEqual(['', 22]);
    await engine.close();
  });

  test('where the usage does not tell thinking apart, it is the whole less the answer', async () => {
    const engine = await connect(await serve('anthropic', { behaviour: { thinkingUsage: false } }));
    const { receipt } = await think({ engine, prompt: question });
    expect(receipt).toMatchObject({ thinkingTokens: 22, counting: 'reported' });
    await engine.close();
  });

  test('the system message, tools and images stand where this API has them', async () => {
    const server = await serve('anthropic');
    const engine = await connect(server);
    const data = new Uint8Array([137, 80, 78, 71]);
    await think({
      engine,
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: question },
            { type: 'media', media: { type: 'image', mediaType: 'image/png', data } },
            {
              type: 'media',
              media: { type: 'image', mediaType: 'image/png', data: new URL('https://example.com/a.png') },
            },
          ],
        },
      ],
      tools: [{ name: 'add', parameters: { type: 'object', properties: { a: { type: 'number' } } } }],
    });
    expect(lastAsked(server)).toMatchObject({
      system: 'Be brief.',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: question },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw==' } },
            { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
          ],
        },
      ],
      tools: [{ name: 'add', input_schema: { type: 'object', properties: { a: { type: 'number' } } } }],
    });
    await engine.close();
  });
});

describe("Ollama's own API", () => {
  test('is found behind a bare host; with /v1 the user means the other one', async () => {
    const server = await serve('ollama');
    const own = await connect(server, { url: hostOf(server) });
    expect(own.facts.api).toMatchObject({ value: 'ollama', foundBy: 'asked' });
    await own.close();
    const other = await connect(server);
    expect(other.facts.api.value).toBe('openai');
    await other.close();
    const told = await connect(server, { api: 'ollama' });
    expect(told.facts.api).toMatchObject({ value: 'ollama', foundBy: 'told' });
    await told.close();
  });

  test('tells the size of the context, which is then asked for with each request', async () => {
    const server = await serve('ollama');
    const engine = await connect(server, { url: hostOf(server) });
    expect(engine.facts.contextSize).toMatchObject({ value: 4096, foundBy: 'asked' });
    await think({ engine, prompt: question });
    expect(lastAsked(server)).toMatchObject({ options: { num_ctx: 4096, temperature: 0 } });
    await engine.close();
  });

  test('begun thinking is continued: a maximum and Waits are held by mull', async () => {
    const parts = ['Let me see, two and three are four.</think>', ' no, it is five</think>', ' It is 5.'];
    const server = await serve('ollama', {
      script: (prompt) => (prompt.includes('Count from') ? `${thought}</think>${counted}` : parts),
      words: [thought, counted, ...parts],
    });
    const engine = await connect(server, { url: hostOf(server) });
    expect(engine.abilities.continuation).toBe('chat');
    const waited = await think({ engine, prompt: question, budget: { waits: 1 } });
    // Its parser drops white space in front of thinking.
    expect(waited.thinking).toBe('Let me see, two and three are four.Waitno, it is five');
    expect(waited.receipt.bounds.waits).toMatchObject({ happened: 1, by: 'mull', verdict: 'held' });
    const cut = await think({ engine, prompt: question, budget: { max: 4 } });
    expect(cut.receipt.bounds.max).toMatchObject({ asked: 4, happened: 4, by: 'mull', verdict: 'held' });
    expect(cut.receipt.counting).toBe('reported');
    await engine.close();
  });

  test('an effort goes into `think`', async () => {
    const server = await serve('ollama');
    const engine = await connect(server, { url: hostOf(server), way: 'effort' });
    expect(offeredWays(engine.facts).map(({ way, offered }) => `${way}: ${offered}`)).toEqual([
      'tokens: false',
      'text: false',
      'chat: true',
      'own: false',
      'effort: true',
    ]);
    const { receipt } = await think({ engine, prompt: question, budget: 'xhigh' });
    expect(lastAsked(server)).toMatchObject({ think: 'max' });
    expect(receipt).toMatchObject({ thinkingTokens: 22, counting: 'reported' });
    const none = await think({ engine, prompt: question, budget: 'none' });
    expect(lastAsked(server)).toMatchObject({ think: false });
    expect(none.receipt.thinkingTokens).toBe(0);
    await engine.close();
  });

  test('images stand beside the text, as bytes only', async () => {
    const server = await serve('ollama', { words: ['x'] });
    const engine = await connect(server, { url: hostOf(server), facts: { images: true } });
    const image = (data: Uint8Array | URL) =>
      think({
        engine,
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: question },
              { type: 'media', media: { type: 'image', mediaType: 'image/png', data } },
            ],
          },
        ],
      });
    await image(new Uint8Array([1, 2, 3]));
    expect(lastAsked(server)).toMatchObject({ messages: [{ content: question, images: ['AQID'] }, {}] });
    await expect(image(new URL('https://example.com/a.png'))).rejects.toMatchObject({ code: 'E_UNSUPPORTED' });
    await engine.close();
  });
});
