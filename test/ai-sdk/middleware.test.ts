import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { generateText, jsonSchema, streamText, tool, wrapLanguageModel } from 'ai';
import { convertArrayToReadableStream, MockLanguageModelV4 } from 'ai/test';
import { afterAll, describe, expect, test } from 'vitest';
import { type BudgetMiddlewareOptions, budgetMiddleware } from '../../src/ai-sdk.ts';
import type { Receipt } from '../../src/core/receipt.ts';
import { type DialectName, type DialectOptions, type DialectServer, startDialect } from '../../src/testing-servers.ts';

globalThis.AI_SDK_LOG_WARNINGS = false;
const script = [
  'two weeks are fourteen days and three more make seventeen</think>',
  ' let me see again it is seventeen</think>',
  'It is seventeen.',
];
const servers: DialectServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

/** A model of the AI SDK's own client at a server that behaves as a host documents. */
async function host(name: DialectName, options: Partial<DialectOptions> = {}, path = '/v1') {
  const server = await startDialect(name, { script, ...options });
  servers.push(server);
  const model = createOpenAICompatible({ name: 'host', baseURL: new URL(path, server.url).href, includeUsage: true })(
    server.model,
  );
  const budgeted = (settings: BudgetMiddlewareOptions = {}) =>
    wrapLanguageModel({ model, middleware: budgetMiddleware(settings) });
  return { server, budgeted };
}

function lastMessage(server: DialectServer): unknown {
  return (server.requests.at(-1)?.body?.messages as readonly unknown[] | undefined)?.at(-1);
}

const continuing: Partial<DialectOptions> = { behaviour: { prefilledThinking: true } };

function receiptOf(result: { readonly providerMetadata: unknown }): Receipt {
  return (result.providerMetadata as { mull: { receipt: Receipt } }).mull.receipt;
}

describe('budgets for models of the AI SDK', () => {
  test('Waits are appended to the reasoning, by a way of continuing that is found out by asking', async () => {
    const { server, budgeted } = await host('vllm', continuing);
    const result = await generateText({ model: budgeted({ budget: { waits: 1 } }), prompt: 'How many days?' });
    expect(result.finalStep.reasoningText).toBe(
      'two weeks are fourteen days and three more make seventeenWait let me see again it is seventeen',
    );
    expect(result.text).toBe('It is seventeen.');
    const receipt = receiptOf(result.finalStep);
    expect(receipt.bounds.waits).toMatchObject({ asked: 1, happened: 1, by: 'mull', verdict: 'held' });
    expect(receipt.engine).toBe(`host.chat:${server.model}`);
    const asked = server.requests.length;
    await generateText({ model: budgeted({ budget: { waits: 1 } }), prompt: 'How many days?' });
    // What was found out about the host is remembered: one request to begin with and one to go on.
    expect(server.requests.length - asked).toBe(2);
    expect(server.requests.at(-1)?.body).toMatchObject({ continue_final_message: true, add_generation_prompt: false });
  });

  test("a maximum cuts at the very token by the host's own limit, and leads into the answer", async () => {
    const { server, budgeted } = await host('vllm', continuing);
    const model = budgeted({ budget: { max: 4 }, continuation: 'continue_final_message' });
    const result = streamText({ model, prompt: 'How many days?' });
    let reasoning = '';
    let text = '';
    for await (const part of result.fullStream) {
      if (part.type === 'reasoning-delta') reasoning += part.text;
      if (part.type === 'text-delta') text += part.text;
    }
    expect(reasoning).toBe('two weeks are fourteen');
    expect(text).toBe('Final Answer:It is seventeen.');
    expect(server.requests[0]?.body).toMatchObject({ max_tokens: 4 });
    const receipt = receiptOf(await result.finalStep);
    expect(receipt).toMatchObject({ endedBy: 'max', thinkingTokens: 4 });
    expect(receipt.bounds.max).toMatchObject({ asked: 4, happened: 4, by: 'mull' });
  });

  test('an answer that follows thinking by itself comes from the same request, with the usage of the host', async () => {
    const { server, budgeted } = await host('vllm', { ...continuing, script: ['so it is</think>It is seventeen.'] });
    const model = budgeted({ budget: { min: 2 }, continuation: 'continue_final_message' });
    const result = await generateText({ model, prompt: 'How many days?' });
    expect([result.text, result.finalStep.reasoningText]).toEqual(['It is seventeen.', 'so it is']);
    expect(server.requests).toHaveLength(1);
    expect(result.usage.outputTokenDetails.reasoningTokens).toBe(3);
    expect(result.usage.inputTokens).toBeGreaterThan(0);
  });

  test('a host that cannot be continued is refused by name, with what was tried, unless it holds a maximum itself', async () => {
    const { server, budgeted } = await host('vllm', { behaviour: { prefilledThinking: false } });
    const ask = (settings: BudgetMiddlewareOptions) =>
      generateText({ model: budgeted(settings), prompt: 'x', maxRetries: 0 });
    await expect(ask({ budget: { waits: 1 } })).rejects.toMatchObject({
      code: 'E_UNSUPPORTED',
      message: expect.stringMatching(/budget\.waits.*continue_final_message: .*unsaid: /),
    });
    const before = server.requests.length;
    await expect(ask({ budget: { max: 3 }, continuation: false })).rejects.toMatchObject({ code: 'E_UNSUPPORTED' });
    expect(server.requests.length).toBe(before);
    const result = await ask({
      budget: { max: 3 },
      continuation: false,
      maximum: (tokens) => ({ host: { thinking_token_budget: tokens } }),
    });
    expect(result.finalStep.reasoningText).toBe('two weeks are');
    expect(receiptOf(result.finalStep).bounds.max).toMatchObject({ asked: 3, happened: 3, by: 'engine' });
  });

  test('DeepSeek is continued by a prefix; Ollama drops the reasoning that this client sends, and is refused', async () => {
    const { server, budgeted } = await host('deepseek', {}, '/beta/v1');
    const { text } = await generateText({ model: budgeted({ budget: { waits: 1 } }), prompt: 'x' });
    expect(text).toBe('It is seventeen.');
    expect(lastMessage(server)).toMatchObject({ role: 'assistant', prefix: true });
    const ollama = await host('ollama');
    await expect(
      generateText({ model: ollama.budgeted({ budget: { waits: 1 } }), prompt: 'x', maxRetries: 0 }),
    ).rejects.toMatchObject({ code: 'E_UNSUPPORTED', message: expect.stringContaining('unsaid: began anew') });
  });

  test('calls without a budget pass untouched; the call may bring one, which the host never sees', async () => {
    const { server, budgeted } = await host('vllm', continuing);
    const model = budgeted({ continuation: 'continue_final_message' });
    const { finalStep } = await generateText({ model, prompt: 'x' });
    expect(finalStep.providerMetadata?.mull).toBeUndefined();
    const result = await generateText({ model, prompt: 'x', providerOptions: { mull: { budget: { waits: 1 } } } });
    expect(receiptOf(result.finalStep).bounds.waits.happened).toBe(1);
    expect(JSON.stringify(server.requests)).not.toContain('mull');
    await expect(
      generateText({ model, prompt: 'x', providerOptions: { mull: { budget: { wait: 1 } } }, maxRetries: 0 }),
    ).rejects.toMatchObject({ code: 'E_BUDGET_INVALID' });
  });

  test('a signal stops what runs at the host', async () => {
    const { server, budgeted } = await host('vllm', { ...continuing, script: 'so '.repeat(2000), tokenDelay: 1 });
    const abort = new AbortController();
    const model = budgeted({ budget: { waits: 3 }, continuation: 'continue_final_message' });
    const kinds: string[] = [];
    for await (const part of streamText({ model, prompt: 'x', abortSignal: abort.signal }).fullStream) {
      kinds.push(part.type);
      if (part.type === 'reasoning-delta') abort.abort();
    }
    expect(kinds.at(-1)).toBe('abort');
    await expect.poll(() => server.requests.at(-1)?.outcome).toBe('disconnected');
  });
});

describe('budgets for a model that is no server', () => {
  const usage = {
    inputTokens: { total: 10, noCache: 10, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: 5, text: 2, reasoning: 3 },
  };
  const finish = (unified: 'stop' | 'tool-calls'): LanguageModelV4StreamPart => ({
    type: 'finish',
    finishReason: { unified, raw: unified },
    usage,
  });

  function mock(answers: LanguageModelV4StreamPart[][]) {
    let call = 0;
    return new MockLanguageModelV4({
      doStream: async () => ({ stream: convertArrayToReadableStream(answers[Math.min(call++, answers.length - 1)]!) }),
    });
  }

  test('a call of a tool ends the thinking, is never suppressed, and reaches the application whole', async () => {
    const model = mock([
      [
        { type: 'stream-start', warnings: [{ type: 'unsupported', feature: 'topK' }] },
        { type: 'response-metadata', id: 'of-the-host' },
        { type: 'reasoning-start', id: 'r' },
        { type: 'reasoning-delta', id: 'r', delta: 'let me look' },
        { type: 'reasoning-end', id: 'r' },
        { type: 'tool-input-start', id: 'c', toolName: 'look' },
        { type: 'tool-input-delta', id: 'c', delta: '{"at":"x"}' },
        { type: 'tool-input-end', id: 'c' },
        { type: 'tool-call', toolCallId: 'c', toolName: 'look', input: '{"at":"x"}' },
        finish('tool-calls'),
      ],
    ]);
    const result = await generateText({
      model: wrapLanguageModel({
        model,
        middleware: budgetMiddleware({ budget: { waits: 2 }, continuation: 'unsaid' }),
      }),
      prompt: 'x',
      tools: {
        look: tool({
          inputSchema: jsonSchema<{ at: string }>({ type: 'object', properties: { at: { type: 'string' } } }),
        }),
      },
    });
    expect(result.toolCalls).toMatchObject([{ toolName: 'look', input: { at: 'x' } }]);
    expect(result.finishReason).toBe('tool-calls');
    expect(result.warnings).toContainEqual({ type: 'unsupported', feature: 'topK' });
    expect(result.response.id).toBe('of-the-host');
    expect(receiptOf(result.finalStep)).toMatchObject({
      endedBy: 'tool',
      bounds: { waits: { happened: 0, verdict: 'short' } },
    });
  });

  test('the prompt of a continued call ends in the reasoning so far, message included', async () => {
    const thought = (delta: string): LanguageModelV4StreamPart[] => [
      { type: 'reasoning-start', id: 'r' },
      { type: 'reasoning-delta', id: 'r', delta },
      { type: 'reasoning-end', id: 'r' },
      { type: 'text-start', id: 't' },
      { type: 'text-delta', id: 't', delta: 'done' },
      { type: 'text-end', id: 't' },
      finish('stop'),
    ];
    const model = mock([thought('first'), thought(' second')]);
    const wrapped = wrapLanguageModel({
      model,
      middleware: budgetMiddleware({ budget: { waits: 1, message: ' Hmm,' }, continuation: 'unsaid' }),
    });
    const { text, finalStep } = await generateText({ model: wrapped, prompt: 'x' });
    const prompts = model.doStreamCalls.map(({ prompt }: LanguageModelV4CallOptions) => prompt.at(-1));
    expect(prompts[1]).toEqual({ role: 'assistant', content: [{ type: 'reasoning', text: 'first Hmm,' }] });
    expect([finalStep.reasoningText, text]).toEqual(['first Hmm, second', 'done']);
  });

  test('an answer longer than what the thinking had left goes on by itself', async () => {
    const cut: LanguageModelV4StreamPart = {
      type: 'finish',
      finishReason: { unified: 'length', raw: 'length' },
      usage,
    };
    const text = (delta: string): LanguageModelV4StreamPart[] => [
      { type: 'text-start', id: 't' },
      { type: 'text-delta', id: 't', delta },
      { type: 'text-end', id: 't' },
    ];
    const model = mock([
      [
        { type: 'reasoning-start', id: 'r' },
        { type: 'reasoning-delta', id: 'r', delta: 'so' },
        ...text('one two'),
        cut,
      ],
      [...text(' three four'), finish('stop')],
    ]);
    const wrapped = wrapLanguageModel({
      model,
      middleware: budgetMiddleware({ budget: { max: 5 }, continuation: 'unsaid' }),
    });
    const result = await generateText({ model: wrapped, prompt: 'x' });
    expect([result.text, result.finishReason]).toEqual(['one two three four', 'stop']);
    expect(model.doStreamCalls[1]?.prompt.at(-1)).toEqual({
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'so' },
        { type: 'text', text: 'one two' },
      ],
    });
  });

  test('what the model throws reaches the application as it is', async () => {
    const model = new MockLanguageModelV4({
      doStream: async () => {
        throw new Error('the host is down');
      },
    });
    const wrapped = wrapLanguageModel({ model, middleware: budgetMiddleware({ budget: { waits: 1 } }) });
    await expect(generateText({ model: wrapped, prompt: 'x', maxRetries: 0 })).rejects.toThrow('the host is down');
  });
});
