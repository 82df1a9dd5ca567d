import { describe, expect, test } from 'vitest';
import type { Behaviour } from '../../../src/testing/dialects/behaviour.ts';
import type { DialectServer } from '../../../src/testing/dialects/dialect-options.ts';
import { type DialectName, dialectNames } from '../../../src/testing/dialects/start-dialect.ts';
import { type Chat, events, get, post, question, script, serve } from './client.ts';

const paths: Readonly<Record<Exclude<DialectName, 'anthropic'>, string>> = {
  vllm: '/v1/chat/completions',
  sglang: '/v1/chat/completions',
  ollama: '/v1/chat/completions',
  openrouter: '/api/v1/chat/completions',
  deepseek: '/beta/chat/completions',
  openai: '/v1/chat/completions',
};

const openaiLike = Object.keys(paths) as (keyof typeof paths)[];

/** A maximum of two thinking tokens in the words of each host that has some. */
const two: Readonly<Partial<Record<DialectName, object>>> = {
  vllm: { thinking_token_budget: 2 },
  sglang: { custom_params: { thinking_budget: 2 } },
  openrouter: { reasoning: { max_tokens: 2 } },
};

async function message(
  name: keyof typeof paths,
  behaviour: Partial<Behaviour>,
  fields: object = {},
): Promise<Record<string, unknown>> {
  const server = await serve(name, { script, behaviour });
  const request = { model: server.model, messages: question, ...fields };
  return (await post<Chat>(server, paths[name], request)).body.choices[0]!.message;
}

function thinkingOf(said: Record<string, unknown>): unknown {
  return said.reasoning ?? said.reasoning_content;
}

describe('under its unchanged name, a dialect', () => {
  test.each(Object.keys(two) as (keyof typeof paths)[])('%s holds, exceeds or ignores a maximum', async (name) => {
    expect(thinkingOf(await message(name, {}, two[name]))).toBe('one two');
    expect(thinkingOf(await message(name, { overshoot: 2 }, two[name]))).toBe('one two three four');
    expect(thinkingOf(await message(name, { maximum: 'ignored' }, two[name]))).toBe('one two three four five');
  });

  test.each(openaiLike)('%s shows its thinking in another field, inside the answer, or not at all', async (name) => {
    const visible = { hidesThinking: false };
    expect(await message(name, { ...visible, reasoningField: 'reasoning' })).toHaveProperty('reasoning');
    const content = await message(name, { ...visible, reasoningField: 'reasoning_content' });
    expect(content).toHaveProperty('reasoning_content');
    expect(thinkingOf(await message(name, { hidesThinking: true }))).toBeUndefined();
  });

  test.each(['vllm', 'sglang'] as const)('%s ignores a minimum, stops, stop tokens', async (name) => {
    const ask = async (behaviour: Partial<Behaviour>, fields: object): Promise<string | undefined> => {
      const server = await serve(name, { script: ['one</think>', ' two three</think>'], behaviour });
      const request = { prompt: 'Hi<think>\n', max_tokens: 9, stop_token_ids: server.encode('</think>'), ...fields };
      return (await post<Chat>(server, '/v1/completions', request)).body.choices[0]?.text;
    };
    expect(await ask({}, { min_tokens: 3 })).toBe('one two three');
    expect(await ask({ minimum: 'ignored' }, { min_tokens: 3 })).toBe('one');
    expect(await ask({ stopTokens: false }, {})).toBe('one</think>');
    expect(await ask({ stopTokens: false }, { stop: [' two'] })).toBe('one</think>');
    expect(await ask({ stopTokens: false, stops: false }, { stop: ['ne'] })).toBe('one</think>');
  });

  test.each(['vllm', 'sglang'] as const)('%s refuses token ids, returns none, or lacks the endpoint', async (name) => {
    const ask = async (behaviour: Partial<Behaviour>): Promise<[number, unknown]> => {
      const server = await serve(name, { script, behaviour });
      const request = { prompt: server.encode('Hi<think>\n'), max_tokens: 2, return_token_ids: true };
      const { status, body } = await post<Chat>(server, '/v1/completions', request);
      return [status, body.choices?.[0]?.token_ids];
    };
    expect(await ask({})).toEqual([200, [expect.any(Number), expect.any(Number)]]);
    expect(await ask({ returnsTokens: false })).toEqual([200, undefined]);
    expect(await ask({ tokenPrompts: false })).toEqual([400, undefined]);
    expect(await ask({ completions: false })).toEqual([404, undefined]);
  });

  test.each(['vllm', 'ollama', 'deepseek', 'openrouter'] as const)(
    '%s continues a last message, answers it, or refuses it',
    async (name) => {
      const last = { role: 'assistant', content: 'The answer', prefix: true };
      const goesOn = name === 'vllm' ? { continue_final_message: true, add_generation_prompt: false } : {};
      const prompts: string[] = [];
      const ask = async (prefill: Behaviour['prefill']): Promise<number> => {
        const server = await serve(name, {
          script: (prompt) => {
            prompts.push(prompt);
            return 'so';
          },
          behaviour: { prefill },
        });
        const request = { model: server.model, messages: [...question, last], ...goesOn };
        return (await post(server, paths[name], request)).status;
      };
      expect([await ask('continued'), await ask('ignored'), await ask('refused')]).toEqual([200, 200, 400]);
      expect(prompts[0]).toMatch(/The answer$/);
      expect(prompts[1]).toMatch(/The answer<\|im_end\|>\n<\|im_start\|>assistant\n/);
    },
  );

  test.each(openaiLike)('%s reports usage in full, in part, or not at all', async (name) => {
    const ask = async (behaviour: Partial<Behaviour>): Promise<Chat['usage']> => {
      const server = await serve(name, { script, behaviour });
      return (await post<Chat>(server, paths[name], { model: server.model, messages: question })).body.usage;
    };
    expect(await ask({ usage: false })).toBeUndefined();
    expect(JSON.stringify(await ask({ thinkingUsage: false }))).not.toMatch(/"reasoning_tokens":[1-9]/);
    expect(await ask({ cacheUsage: false })).toMatchObject({ completion_tokens: expect.any(Number) });
  });

  test.each(['vllm', 'sglang', 'openrouter'] as const)('%s tells its context size or does not', async (name) => {
    const ask = async (contextSize: boolean): Promise<string> => {
      const server = await serve(name, { script, contextSize: 1234, behaviour: { contextSize } });
      return JSON.stringify((await get(server, name === 'openrouter' ? '/api/v1/models' : '/v1/models')).body);
    };
    expect(await ask(true)).toContain('1234');
    expect(await ask(false)).not.toContain('1234');
  });

  test('vllm without tokenizer endpoints knows no such path', async () => {
    const server = await serve('vllm', { script, behaviour: { tokenizer: false } });
    expect((await post(server, '/tokenize', { prompt: 'a' })).status).toBe(404);
  });

  test('vllm applies a logit_bias of -100, or drops it', async () => {
    const ask = async (logitBias: boolean): Promise<string | undefined> => {
      const server = await serve('vllm', { script: ['one</think>', ' two</think>'], behaviour: { logitBias } });
      const [end] = server.encode('</think>');
      const request = { prompt: 'Hi<think>\n', max_tokens: 2, logit_bias: { [String(end)]: -100 } };
      return (await post<Chat>(server, '/v1/completions', request)).body.choices[0]?.text;
    };
    expect(await ask(true)).toBe('one two');
    expect(await ask(false)).toBe('one</think>');
  });
});

describe('every dialect', () => {
  const questionFor = (server: DialectServer): object => ({ model: server.model, max_tokens: 50, messages: question });
  const pathOf = (name: DialectName): string => (name === 'anthropic' ? '/v1/messages' : paths[name]);

  test.each(dialectNames)('%s records what it was asked, and how that ended', async (name) => {
    const server = await serve(name, { script });
    const { max_tokens, ...request } = questionFor(server) as { max_tokens: number };
    const body = name === 'anthropic' ? { ...request, max_tokens } : request;
    const headers = { 'anthropic-version': '2023-06-01' };
    expect((await post(server, pathOf(name), body, headers)).status).toBe(200);
    expect(server.requests).toMatchObject([
      { method: 'POST', path: pathOf(name), body, status: 200, outcome: 'complete' },
    ]);
    expect(server.requests[0]?.tokens).toBeGreaterThan(5);
  });

  test.each(dialectNames)('%s answers unknown paths and bodies that are no JSON', async (name) => {
    const server = await serve(name, { script });
    expect((await post(server, '/nothing/here', {})).status).toBe(404);
    const response = await fetch(new URL(pathOf(name), server.url), { method: 'POST', body: '{"model":' });
    expect(response.status).toBe(400);
    expect(typeof (await response.json())).toBe('object');
    expect(server.requests.map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
  });

  test('vllm takes requests at the same time and keeps them apart', async () => {
    const server = await serve('vllm', { script, slots: 2, tokenDelay: 1 });
    const asked = Array.from({ length: 6 }, (_, index) =>
      events<Chat>(server, paths.vllm, { messages: [{ role: 'user', content: `Question ${index}` }], stream: true }),
    );
    for (const chunks of await Promise.all(asked)) {
      const text = chunks.map((chunk) => (chunk === '[DONE]' ? '' : (chunk.choices[0]?.delta.content ?? ''))).join('');
      expect(text).toBe('The answer is 4.');
    }
  });
});
