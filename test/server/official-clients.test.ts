import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/adapter/open-engine.ts';
import type { Receipt } from '../../src/core/receipt.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { type RunningServer, startServer } from '../../src/server/start-server.ts';
import { scriptedEngine } from '../../src/testing.ts';
import { type LlamaServer, startLlamaServer } from '../support/llama-server.ts';

// The clients are what their makers publish, unchanged: only their base URL says that mull answers.

const question = 'Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5 c3-2 c4-3 d1-2 d2*3 d3*2 d4*3 e1+3?';
const messages = [{ role: 'user' as const, content: question }];

interface Told {
  readonly receipt: Receipt & { readonly asked: Readonly<Record<string, { value: unknown; from: string }>> };
}
interface Thought {
  readonly reasoning?: string;
  readonly reasoning_content?: string;
}

/** What a client cannot know in its types, and gets all the same. */
function told(answer: object): Told['receipt'] {
  return (answer as Told).receipt;
}
function thought(message: object | null | undefined): string {
  return (message as Thought | undefined)?.reasoning_content ?? '';
}

describe.each(['pebble', 'a llama-server'])('official clients, in front of %s', (name) => {
  let llama: LlamaServer | undefined;
  let engine: Engine;
  let server: RunningServer;
  let openai: OpenAI;
  let anthropic: Anthropic;
  let model: string;

  beforeAll(async () => {
    if (name !== 'pebble') llama = await startLlamaServer();
    engine = await openEngine(llama?.url ?? 'pebble');
    model = engine.model.name;
    server = await startServer({ engine, port: 0, ceilings: { max: 600 }, sampling: { temperature: 0 } });
    openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'none', maxRetries: 0 });
    anthropic = new Anthropic({ baseURL: server.url, apiKey: 'none', maxRetries: 0 });
  });
  afterAll(async () => {
    server.abort();
    await server.close();
    await engine.close();
    await llama?.close();
  });

  /** A chat with fields that the types of the client do not know. */
  function chat(fields: object, options: OpenAI.RequestOptions = {}) {
    return openai.chat.completions.create({ model, messages, ...fields, stream: false }, options);
  }

  describe('the client of OpenAI', () => {
    test('gets a maximum, a minimum and Waits, with a receipt that proves them', async () => {
      const cut = await chat({ budget: { max: 32 } });
      expect(told(cut)).toMatchObject({
        thinkingTokens: 32,
        endedBy: 'max',
        bounds: { max: { asked: 32, happened: 32, by: 'mull', verdict: 'held' } },
      });
      expect(cut.choices[0]?.message.content).toMatch(/^Final Answer: ?\d$/);
      expect(cut.usage?.completion_tokens_details?.reasoning_tokens).toBe(32);
      const waited = await chat({ budget: { waits: 2 } });
      expect(thought(waited.choices[0]?.message).match(/Wait/g)).toHaveLength(2);
      expect(told(waited).bounds.waits).toMatchObject({ asked: 2, happened: 2, by: 'mull', verdict: 'held' });
      const long = await chat({ budget: { min: 120 } });
      expect(told(long).bounds.min).toMatchObject({ asked: 120, by: 'mull', verdict: 'held' });
      expect(told(long).bounds.min.happened).toBeGreaterThanOrEqual(120);
      expect(long.usage?.completion_tokens).toBe(told(long).thinkingTokens + told(long).answerTokens);
    });

    test('streams the same: thinking first, then the answer, the receipt, and the usage where it is asked for', async () => {
      const body = { model, messages, budget: { waits: 1, max: 300 }, stream_options: { include_usage: true } };
      const whole = await chat({ budget: { waits: 1, max: 300 } });
      const order: string[] = [];
      const say = (kind: string): unknown => order.at(-1) !== kind && order.push(kind);
      let reasoning = '';
      let content = '';
      let receipt: Told['receipt'] | undefined;
      let usage: OpenAI.CompletionUsage | null | undefined;
      for await (const chunk of await openai.chat.completions.create({ ...body, stream: true })) {
        const [choice] = chunk.choices;
        if (thought(choice?.delta) !== '') say('thinking');
        if (choice?.delta.content) say('answer');
        if (choice?.finish_reason) say(choice.finish_reason);
        if (chunk.usage) say('usage');
        reasoning += thought(choice?.delta);
        content += choice?.delta.content ?? '';
        receipt = told(chunk) ?? receipt;
        usage = chunk.usage ?? usage;
      }
      expect(order).toEqual(['thinking', 'answer', 'stop', 'usage']);
      expect([content, reasoning]).toEqual([whole.choices[0]?.message.content, thought(whole.choices[0]?.message)]);
      expect(receipt?.bounds.waits).toMatchObject({ happened: 1, verdict: 'held' });
      expect(usage?.completion_tokens_details?.reasoning_tokens).toBe(receipt?.thinkingTokens);
    });

    test('is put together by its own stream helper, thinking kept apart from the answer', async () => {
      const stream = openai.chat.completions.stream({ model, messages, reasoning_effort: 'low' });
      const { choices } = await stream.finalChatCompletion();
      expect(choices[0]?.message.content).toMatch(/\d$/);
      expect(choices[0]?.message.content).not.toContain('=');
    });

    test.each<[string, object]>([
      ['reasoning.max_tokens', { reasoning: { max_tokens: 40 } }],
      ['thinking.budget_tokens', { thinking: { type: 'enabled', budget_tokens: 40 } }],
      ['thinking_token_budget', { thinking_token_budget: 40 }],
      ['reasoning_budget_tokens', { reasoning_budget_tokens: 40 }],
      ['thinking_budget_tokens', { thinking_budget_tokens: 40 }],
      ['thinking_budget', { enable_thinking: true, thinking_budget: 40 }],
      ['chat_template_kwargs.thinking_budget', { chat_template_kwargs: { thinking_budget: 40 } }],
      ['custom_params.thinking_budget', { custom_params: { thinking_budget: 40 } }],
      ['nvext.max_thinking_tokens', { nvext: { max_thinking_tokens: 40 } }],
      ['google.thinking_config.thinking_budget', { google: { thinking_config: { thinking_budget: 40 } } }],
      ['extra_body.thinking_token_budget', { extra_body: { thinking_token_budget: 40 } }],
      ['budget.max', { budget: { max: 40 } }],
    ])('asks for a maximum by %s', async (field, body) => {
      const answer = await chat(body);
      expect(told(answer).bounds.max).toMatchObject({ asked: 40, happened: 40, verdict: 'held' });
      expect(told(answer).asked.max?.from).toBe(field);
    });

    test.each<[string, object]>([
      ['reasoning_effort', { reasoning_effort: 'minimal' }],
      ['reasoning.effort', { reasoning: { effort: 'MINIMAL' } }],
      ['output_config.effort', { output_config: { effort: 'minimal' } }],
      ['chat_template_kwargs.reasoning_effort', { chat_template_kwargs: { reasoning_effort: 'minimal' } }],
    ])('asks for an effort by %s', async (field, body) => {
      const { asked, thinkingTokens } = told(await chat(body));
      expect(asked.effort).toEqual({ value: 'minimal', from: field });
      expect(thinkingTokens).toBeGreaterThan(0);
    });

    test.each<object>([
      { reasoning_effort: 'none' },
      { reasoning: { enabled: false } },
      { thinking: { type: 'disabled' } },
      { enable_thinking: false },
      { chat_template_kwargs: { enable_thinking: false } },
      { chat_template_kwargs: { thinking: false } },
      { budget: { max: 0 } },
    ])('switches thinking off by %j', async (body) => {
      const answer = await chat(body);
      expect(told(answer).thinkingTokens).toBe(0);
      expect(thought(answer.choices[0]?.message)).toBe('');
      expect(answer.usage?.completion_tokens_details?.reasoning_tokens).toBe(0);
    });

    test('asks by a header, by the name of the model, and by both: body beats header beats suffix beats hosts', async () => {
      const suffixed = `${model}:max=30,waits=1`;
      const asked = async (fields: object, header?: string): Promise<Told['receipt']['asked']> =>
        told(await chat(fields, header === undefined ? {} : { headers: { 'mull-budget': header } })).asked;
      expect(await asked({ model: suffixed })).toMatchObject({
        max: { value: 30, from: 'model suffix' },
        waits: { value: 1, from: 'model suffix' },
      });
      expect(await asked({ model: suffixed }, 'max=20')).toMatchObject({
        max: { value: 20, from: 'mull-budget header' },
        waits: { value: 1, from: 'model suffix' },
      });
      const all = { model: suffixed, budget: { max: 10 }, thinking_token_budget: 50 };
      expect((await asked(all, 'max=20')).max).toEqual({ value: 10, from: 'budget.max' });
      expect((await asked({ model: suffixed, thinking_token_budget: 50 })).max?.value).toBe(30);
    });

    test('is refused what contradicts itself, naming both fields', async () => {
      const refused = chat({ thinking_token_budget: 40, reasoning: { max_tokens: 50 } });
      await expect(refused).rejects.toBeInstanceOf(OpenAI.BadRequestError);
      await expect(refused).rejects.toMatchObject({
        status: 400,
        code: 'E_BUDGET_CONFLICT',
        message: expect.stringMatching(
          /reasoning\.max_tokens.*thinking_token_budget|thinking_token_budget.*reasoning\.max_tokens/,
        ),
      });
      await expect(chat({ budget: { min: 50, max: 10 } })).rejects.toMatchObject({ code: 'E_BUDGET_CONFLICT' });
      await expect(chat({ budget: { wait: 1 } })).rejects.toMatchObject({ code: 'E_BUDGET_INVALID' });
    });

    test('is held to the ceiling of the server, and told so', async () => {
      const answer = await chat({ budget: { max: 5000 } });
      expect(told(answer).bounds.max.effective).toBeLessThanOrEqual(600);
      expect(told(answer).warnings.map(({ code }) => code)).toContain('W_CEILING');
    });

    test('gets several answers, each with its receipt; stops; a limit on the whole', async () => {
      const two = await chat({ n: 2, budget: { max: 20 } });
      expect(two.choices).toHaveLength(2);
      for (const choice of two.choices) expect(told(choice).thinkingTokens).toBe(20);
      const stopped = await chat({ stop: ['Answer'], budget: { max: 20, finish: '' } });
      expect(stopped.choices[0]?.message.content).not.toContain('Answer');
      const limited = await chat({ max_completion_tokens: 60 });
      expect(limited.usage?.completion_tokens).toBeLessThanOrEqual(60);
    });

    test('may offer tools to a model that has no place for them, and the receipt says so', async () => {
      const tools = [{ type: 'function' as const, function: { name: 'look', parameters: { type: 'object' } } }];
      const answer = await chat({ tools, budget: { max: 20 } });
      expect(told(answer).bounds.max.verdict).toBe('held');
      expect(told(answer).warnings).toContainEqual({
        code: 'W_FIELD_IGNORED',
        message: expect.stringContaining('The model was not told of the tools'),
      });
    });

    test('goes on with a conversation, whose thinking is not sent again', async () => {
      const first = await chat({ budget: { max: 40 } });
      const turn = first.choices[0]!.message;
      const next = await chat({ messages: [...messages, turn, { role: 'user', content: 'Last digit: 3 a1+4 b1*2?' }] });
      expect(next.choices[0]?.message.content).toBeTruthy();
      expect(next.usage!.prompt_tokens).toBeLessThan(first.usage!.prompt_tokens + 40 + 40);
    });

    test('hears of errors in its own classes', async () => {
      await expect(chat({ model: 'gpt-9' })).rejects.toBeInstanceOf(OpenAI.NotFoundError);
      await expect(chat({ model: 'gpt-9' })).rejects.toMatchObject({ code: 'E_MODEL_UNKNOWN' });
      await expect(chat({ messages: [] })).rejects.toMatchObject({ status: 400, code: 'E_REQUEST_INVALID' });
      await expect(chat({ messages: 'hello' })).rejects.toBeInstanceOf(OpenAI.BadRequestError);
      const { data } = await openai.models.list();
      expect(data.map(({ id }) => id)).toEqual([model]);
    });

    test('ends what runs by leaving its stream', async () => {
      const stream = await openai.chat.completions.create({
        ...{ model, messages, budget: { min: 500 } },
        stream: true,
      });
      for await (const chunk of stream) if (thought(chunk.choices[0]?.delta) !== '') break;
      await expect.poll(() => server.active).toBe(0);
    });

    test('reads Responses, streamed or not: thinking as an item of its own', async () => {
      const body = { model, input: question, budget: { waits: 1, max: 300 } };
      const whole = await openai.responses.create(body);
      expect(whole.output.map(({ type }) => type)).toEqual(['reasoning', 'message']);
      expect(whole.output_text).toMatch(/\d$/);
      expect(told(whole).bounds.waits.verdict).toBe('held');
      expect(whole.usage?.output_tokens_details.reasoning_tokens).toBe(told(whole).thinkingTokens);
      const kinds = new Set<string>();
      let text = '';
      let final: OpenAI.Responses.Response | undefined;
      for await (const event of await openai.responses.create({ ...body, stream: true })) {
        kinds.add(event.type);
        if (event.type === 'response.output_text.delta') text += event.delta;
        if (event.type === 'response.completed') final = event.response;
      }
      expect(kinds).toContain('response.reasoning_text.delta');
      expect(text).toBe(whole.output_text);
      expect(told(final!).bounds.waits.verdict).toBe('held');
      const effort = await openai.responses.create({ model, input: question, reasoning: { effort: 'low' } });
      expect(told(effort).asked.effort?.value).toBe('low');
    });

    test('reads completions of a plain prompt', async () => {
      const { choices } = await openai.completions.create({ ...{ budget: { max: 20 } }, model, prompt: question });
      expect(choices[0]?.text).toMatch(/\d/);
    });
  });

  describe('the client of Anthropic', () => {
    /** A message with fields that the types of the client do not know. */
    function ask(fields: object) {
      return anthropic.messages.create({ model, max_tokens: 500, messages, ...fields, stream: false });
    }
    const thinkingOf = ({ content }: Anthropic.Message): string =>
      content.flatMap((block) => (block.type === 'thinking' ? [block.thinking] : [])).join('');
    const textOf = ({ content }: Anthropic.Message): string =>
      content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('');

    test('gets a maximum, a minimum and Waits, with a receipt that proves them', async () => {
      const cut = await ask({ thinking: { type: 'enabled', budget_tokens: 32 } });
      expect(told(cut)).toMatchObject({ thinkingTokens: 32, endedBy: 'max', bounds: { max: { verdict: 'held' } } });
      expect(textOf(cut)).toMatch(/^Final Answer: ?\d$/);
      const waited = await ask({ budget: { waits: 2 } });
      expect(waited.content.map(({ type }) => type)).toEqual(['thinking', 'text']);
      expect(thinkingOf(waited).match(/Wait/g)).toHaveLength(2);
      expect(told(waited).bounds.waits).toMatchObject({ asked: 2, happened: 2, verdict: 'held' });
      const long = await ask({ budget: { min: 120 } });
      expect(told(long).bounds.min).toMatchObject({ asked: 120, verdict: 'held' });
      expect(long.usage.output_tokens).toBe(told(long).thinkingTokens + told(long).answerTokens);
      expect(long.stop_reason).toBe('end_turn');
    });

    test('streams the same, put together by its own helper', async () => {
      const body = { model, max_tokens: 500, messages, budget: { waits: 1, max: 300 } };
      const whole = await ask(body);
      const stream = anthropic.messages.stream(body);
      let thinking = '';
      let text = '';
      stream.on('thinking', (delta) => {
        thinking += delta;
      });
      stream.on('text', (delta) => {
        text += delta;
      });
      const final = await stream.finalMessage();
      expect([thinkingOf(final), textOf(final)]).toEqual([thinkingOf(whole), textOf(whole)]);
      expect([thinking, text]).toEqual([thinkingOf(whole), textOf(whole)]);
      expect(final.stop_reason).toBe('end_turn');
      expect(final.usage.output_tokens).toBe(whole.usage.output_tokens);
    });

    test('asks by efforts and switches, and shows no thinking where none was asked for', async () => {
      const effort = await ask({ output_config: { effort: 'low' } });
      expect(told(effort).asked.effort).toEqual({ value: 'low', from: 'output_config.effort' });
      const off = await ask({ thinking: { type: 'disabled' } });
      expect(told(off).thinkingTokens).toBe(0);
      const plain = await ask({});
      expect(plain.content.map(({ type }) => type)).toEqual(['text']);
      expect(told(plain).thinkingTokens).toBeGreaterThan(0);
    });

    test('goes on with a conversation that holds its thinking blocks', async () => {
      const first = await ask({ thinking: { type: 'enabled', budget_tokens: 40 } });
      const next = await ask({
        thinking: { type: 'enabled', budget_tokens: 40 },
        messages: [...messages, { role: 'assistant', content: first.content }, { role: 'user', content: question }],
      });
      expect(textOf(next)).not.toBe('');
    });

    test('hears of errors in its own classes, with the code of mull', async () => {
      await expect(ask({ model: 'claude-9' })).rejects.toBeInstanceOf(Anthropic.NotFoundError);
      const greedy = ask({ max_tokens: 100, thinking: { type: 'enabled', budget_tokens: 100 } });
      await expect(greedy).rejects.toBeInstanceOf(Anthropic.BadRequestError);
      await expect(greedy).rejects.toMatchObject({ error: { error: { code: 'E_BUDGET_CONFLICT' } } });
    });

    test('ends what runs by leaving its stream', async () => {
      const stream = anthropic.messages.stream({
        ...{ budget: { min: 400 } },
        model,
        max_tokens: 600,
        messages,
      });
      for await (const event of stream) if (event.type === 'content_block_delta') break;
      stream.abort();
      await expect.poll(() => server.active).toBe(0);
    });
  });
});

describe('official clients, and a model that calls tools', () => {
  const chatTemplate =
    '{% if tools %}{{ tools | tojson }}{% endif %}{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}';
  const script = [
    'let me see</think>',
    ' once more</think>',
    'Adding.<tool_call>{"name": "add", "arguments": {"a": 1}}</tool_call>',
  ];
  const parameters = { type: 'object' as const, properties: { a: { type: 'number' } } };
  let server: RunningServer;
  let engine: Engine;

  beforeAll(async () => {
    engine = scriptedEngine({ script, chatTemplate });
    server = await startServer({ engine, port: 0 });
  });
  afterAll(async () => {
    await server.close();
    await engine.close();
  });

  test('the client of OpenAI gets the call, streamed or not, behind the Waits that were asked for', async () => {
    const openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'none', maxRetries: 0 });
    const tools = [{ type: 'function' as const, function: { name: 'add', parameters } }];
    const body = { model: 'scripted:waits=1', messages, tools };
    const whole = await openai.chat.completions.create(body);
    const streamed = await openai.chat.completions.stream(body).finalChatCompletion();
    for (const { choices } of [whole, streamed]) {
      expect(choices[0]).toMatchObject({
        finish_reason: 'tool_calls',
        message: { content: 'Adding.', tool_calls: [{ function: { name: 'add', arguments: '{"a":1}' } }] },
      });
    }
    expect(told(whole).bounds.waits).toMatchObject({ happened: 1, verdict: 'held' });
  });

  test('the client of Anthropic gets the call, streamed or not', async () => {
    const anthropic = new Anthropic({ baseURL: server.url, apiKey: 'none', maxRetries: 0 });
    const body = {
      model: 'scripted:waits=1',
      max_tokens: 500,
      messages,
      tools: [{ name: 'add', input_schema: parameters }],
    };
    const thinking = { type: 'enabled' as const, budget_tokens: 400 };
    const whole = await anthropic.messages.create({ ...body, thinking });
    const streamed = await anthropic.messages.stream({ ...body, thinking }).finalMessage();
    for (const { content, stop_reason } of [whole, streamed]) {
      expect(stop_reason).toBe('tool_use');
      expect(content.at(-1)).toMatchObject({ type: 'tool_use', name: 'add', input: { a: 1 } });
    }
  });
});
