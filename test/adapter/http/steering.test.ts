import { afterEach, describe, expect, test } from 'vitest';
import { createHttpEngine, type HttpEngine, type HttpEngineOptions } from '../../../src/http.ts';
import { think } from '../../../src/index.ts';
import type { DialectServer } from '../../../src/testing/dialects/dialect-options.ts';
import { type DialectName, startDialect } from '../../../src/testing/dialects/start-dialect.ts';
import { startLlamaServer } from '../../support/llama-server.ts';

const thought = 'I see two and I see three, and both of them make five in the end.';
const counted = Array.from({ length: 30 }, (_, index) => index + 1).join(' ');
const sampling = { temperature: 1, frequencyPenalty: 0.5, presencePenalty: -0.25, logitBias: { 7: -3, 9: 2.5 } };
const prompt = 'What is 2 + 3?';

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function serve(name: DialectName): Promise<DialectServer> {
  const server = await startDialect(name, {
    script: (text) => `${thought}</think>${text.includes('Count from') ? counted : 'It is 5.'}`,
    words: [thought, counted, 'It is 5.'],
  });
  running.push(server);
  return server;
}

async function connect({ url, model }: DialectServer, options: Partial<HttpEngineOptions> = {}): Promise<HttpEngine> {
  const engine = await createHttpEngine({ url, model, retries: 0, ...options });
  running.push(engine);
  return engine;
}

/** The last request for a streamed text. */
function lastAsked(server: DialectServer): unknown {
  return server.requests.findLast(({ body }) => (body as { stream?: boolean } | undefined)?.stream)?.body;
}

describe('penalties and a bias for tokens', () => {
  for (const way of ['tokens', 'text', 'chat', 'own'] as const) {
    test(`go to a server by their names, used by way of ${way}`, async () => {
      const server = await serve('vllm');
      const engine = await connect(server, { way });
      expect(engine.abilities).toMatchObject({ penalties: true, bias: true });
      await think({ engine, prompt, sampling, budget: { max: 40 } });
      expect(lastAsked(server)).toMatchObject({
        frequency_penalty: 0.5,
        presence_penalty: -0.25,
        logit_bias: { 7: -3, 9: 2.5 },
      });
    });
  }

  test('nothing is sent where nothing is asked for, a penalty of 0 included', async () => {
    const server = await serve('vllm');
    const engine = await connect(server, { way: 'chat' });
    const none = { frequencyPenalty: 0, presencePenalty: 0, logitBias: {} };
    await think({ engine, prompt, sampling: none, budget: { max: 40 } });
    for (const field of ['frequency_penalty', 'presence_penalty', 'logit_bias']) {
      expect(lastAsked(server)).not.toHaveProperty(field);
    }
  });

  test('Ollama takes penalties among its options, and a bias is refused', async () => {
    const server = await serve('ollama');
    const engine = await connect(server, { abilities: { continuation: 'none' }, api: 'ollama' });
    expect(engine.abilities).toMatchObject({ penalties: true, bias: false });
    const { logitBias, ...penalties } = sampling;
    await think({ engine, prompt, sampling: penalties });
    expect(lastAsked(server)).toMatchObject({ options: { frequency_penalty: 0.5, presence_penalty: -0.25 } });
    await expect(think({ engine, prompt, sampling: { logitBias } })).rejects.toMatchObject({ code: 'E_UNSUPPORTED' });
  });

  for (const name of ['anthropic', 'openai'] as const) {
    test(`${name} takes no sampling for models that think: none is sent, and the receipt warns`, async () => {
      const server = await serve(name);
      const engine = await connect(server);
      expect(engine.abilities).toMatchObject({ penalties: false, bias: false });
      const { receipt } = await think({ engine, prompt, sampling });
      expect(receipt.warnings.map(({ code }) => code)).toContain('W_SAMPLING_IGNORED');
      expect(lastAsked(server)).not.toHaveProperty('frequency_penalty');
      expect(lastAsked(server)).not.toHaveProperty('logit_bias');
    });
  }

  test('a real llama-server does what they say, continued by token ids and by text', async () => {
    const server = await startLlamaServer();
    running.push(server);
    const greedy = async (continuation: 'tokens' | 'text', given: object): Promise<string> => {
      const engine = await createHttpEngine({ url: server.url, abilities: { continuation } });
      const sequence = await engine.open(
        { parts: [{ text: 'Last digit: 7 a1+2 a2*3?', control: false }] },
        { seed: 1 },
      );
      let text = '';
      const generation = sequence.generate({
        channel: 'answer',
        maxTokens: 24,
        stop: [],
        sampling: { temperature: 0, ...given },
      });
      for await (const chunk of generation) text += chunk.text;
      await sequence.close();
      await engine.close();
      return text;
    };
    const plain = await greedy('tokens', {});
    for (const way of ['tokens', 'text'] as const) {
      expect(await greedy(way, {}), way).toBe(plain);
      // Token 40 of the model of the tests is wanted above all others, so nothing else is written.
      expect(await greedy(way, { logitBias: { 40: 100 } }), way).toBe('*2'.repeat(24));
      expect(await greedy(way, { frequencyPenalty: 2, presencePenalty: 2 }), way).not.toBe(plain);
    }
  });
});

test('penalties and biases out of their form are refused, naming the option', async () => {
  const engine = await connect(await serve('vllm'), { way: 'chat' });
  for (const [given, message] of [
    [{ frequencyPenalty: 2.1 }, 'sampling.frequencyPenalty must be a number from -2 to 2, got 2.1.'],
    [{ presencePenalty: Number.NaN }, 'sampling.presencePenalty must be a number from -2 to 2, got NaN.'],
    [{ logitBias: { 5: 101 } }, 'sampling.logitBias.5 must be a number from -100 to 100, got 101.'],
    [{ logitBias: { five: 1 } as never }, 'A key of sampling.logitBias must be a token id, got "five".'],
  ] as const) {
    await expect(think({ engine, prompt, sampling: given })).rejects.toMatchObject({
      code: 'E_OPTION_INVALID',
      message,
    });
  }
});
