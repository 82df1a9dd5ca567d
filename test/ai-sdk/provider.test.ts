import {
  generateText,
  isStepCount,
  jsonSchema,
  type ModelMessage,
  NoObjectGeneratedError,
  Output,
  streamText,
  tool,
} from 'ai';
import { afterAll, describe, expect, test } from 'vitest';
import { createMull, mull } from '../../src/ai-sdk.ts';
import type { Receipt } from '../../src/core/receipt.ts';
import { type ScriptedOptions, scriptedEngine } from '../../src/testing.ts';

const question = 'Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5 c3-2 c4-3 d1-2 d2*3 d3*2 d4*3 e1+3?';
const script = ['it must be 4</think>', ' no, it is 5</think>', ' 5 it is. '];

function scripted(options: Partial<ScriptedOptions> = {}) {
  const engine = scriptedEngine({ script, ...options });
  return { engine, provider: createMull({ engine }) };
}

function receiptOf(result: { readonly providerMetadata: unknown }): Receipt {
  return (result.providerMetadata as { mull: { receipt: Receipt } }).mull.receipt;
}

globalThis.AI_SDK_LOG_WARNINGS = false;
afterAll(() => mull.close());

describe('a model of mull in the AI SDK', () => {
  test('thinks under its budget and proves it with a receipt', async () => {
    const model = mull('pebble', { budget: { max: 200, waits: 2 } });
    const result = await generateText({ model, prompt: question });
    const receipt = receiptOf(result.finalStep);
    expect(result.text).toMatch(/^Final Answer: \d$/);
    expect(result.finalStep.reasoningText?.match(/Wait/g)?.length).toBe(2);
    expect(receipt.bounds.waits).toMatchObject({ asked: 2, happened: 2, by: 'mull', verdict: 'held' });
    expect(receipt.bounds.max.verdict).toBe('held');
    expect(result.usage.outputTokenDetails.reasoningTokens).toBe(receipt.thinkingTokens);
    expect(result.usage.outputTokens).toBe(receipt.thinkingTokens + receipt.answerTokens);
    expect(result.usage.inputTokens).toBe(receipt.usage.prompt);
    expect(result.finishReason).toBe('stop');
  });

  test('streams thinking first, then the answer, and says what mull put into it', async () => {
    const result = streamText({ model: mull('pebble', { budget: { max: 200, waits: 1 } }), prompt: question });
    const kinds: string[] = [];
    const forced: string[] = [];
    let thinking = '';
    let text = '';
    for await (const part of result.fullStream) {
      if (kinds.at(-1) !== part.type) kinds.push(part.type);
      if (part.type === 'reasoning-delta') thinking += part.text;
      if (part.type === 'reasoning-delta' && part.providerMetadata?.mull) forced.push(part.text);
      if (part.type === 'text-delta') text += part.text;
      if (part.type === 'reasoning-end') expect(part.providerMetadata).toEqual({ mull: { endedBy: 'model' } });
    }
    expect(kinds).toEqual(
      ['start', 'start-step', 'reasoning-start', 'reasoning-delta', 'reasoning-end'].concat([
        'text-start',
        'text-delta',
        'text-end',
        'finish-step',
        'finish',
      ]),
    );
    expect(forced).toEqual(['Wait']);
    expect(thinking).toContain('Wait');
    const generated = await generateText({
      model: mull('pebble', { budget: { max: 200, waits: 1 } }),
      prompt: question,
    });
    expect(text).toBe(generated.text);
    expect(thinking).toBe(generated.finalStep.reasoningText);
  });

  test('leaves out white space around the answer, streamed or not', async () => {
    const { provider } = scripted({ script: ['so</think>', ' \n 5  it is. '] });
    const streamed = streamText({ model: provider(), prompt: 'x' });
    expect(await streamed.text).toBe('5  it is.');
    expect((await generateText({ model: provider(), prompt: 'x' })).text).toBe('5  it is.');
  });

  test('takes the nearest budget whole: the call, then its reasoning effort, then the model', async () => {
    const { provider } = scripted({ repeatLast: true });
    const model = provider('scripted', { budget: { waits: 1 } });
    const asked = async (options: object): Promise<Receipt['bounds']> =>
      receiptOf((await generateText({ model, prompt: 'x', ...options })).finalStep).bounds;
    expect((await asked({})).waits.asked).toBe(1);
    const effort = await asked({ reasoning: 'low' });
    expect([effort.max.asked, effort.waits.asked]).toEqual([512, undefined]);
    const own = await asked({ reasoning: 'low', providerOptions: { mull: { budget: { max: 3 } } } });
    expect([own.max.asked, own.waits.asked]).toEqual([3, undefined]);
    expect((await asked({ providerOptions: { mull: { budget: 'none' } } })).max.asked).toBe(0);
  });

  test('keeps thinking and answer together within maxOutputTokens, and warns where that lowers the budget', async () => {
    const long = scriptedEngine({ script: [`${'so '.repeat(500)}</think>`, 'done '.repeat(500)] });
    const model = createMull({ engine: long })('scripted', { budget: { max: 400 } });
    const result = await generateText({ model, prompt: 'x', maxOutputTokens: 100 });
    expect(result.usage.outputTokens).toBeLessThanOrEqual(100);
    expect(result.usage.outputTokenDetails.reasoningTokens).toBeGreaterThan(0);
    expect(result.finishReason).toBe('length');
    expect(result.warnings).toContainEqual({ type: 'other', message: expect.stringContaining('W_MAX_CLAMPED') });
  });

  test('warns of what did not happen as asked', async () => {
    const { provider } = scripted({ script: ['so</think>', 'done'] });
    const { warnings } = await generateText({
      model: provider(),
      prompt: 'x',
      providerOptions: { mull: { budget: { max: 1, waits: 5 } } },
    });
    expect(warnings).toContainEqual({ type: 'other', message: expect.stringContaining('W_WAITS_UNSPENT') });
  });

  test('refuses a budget that is wrong, or that the engine cannot hold, before anything is sent', async () => {
    const { provider, engine } = scripted({ abilities: { continuation: 'none' } });
    const ask = (budget: Record<string, unknown>) =>
      generateText({ model: provider(), prompt: 'x', providerOptions: { mull: { budget } as never }, maxRetries: 0 });
    await expect(ask({ waits: 1 })).rejects.toMatchObject({ code: 'E_UNSUPPORTED' });
    await expect(ask({ wait: 1 })).rejects.toMatchObject({ code: 'E_BUDGET_INVALID', hint: 'Did you mean "waits"?' });
    await expect(ask({ min: 5, max: 3 })).rejects.toMatchObject({ code: 'E_BUDGET_CONFLICT' });
    await expect(
      generateText({ model: provider(), prompt: 'x', providerOptions: { mull: { budgets: {} } }, maxRetries: 0 }),
    ).rejects.toMatchObject({ code: 'E_OPTION_INVALID', hint: 'Did you mean "budget"?' });
    expect(engine.calls).toEqual([]);
  });

  test('warns of settings it does not have and works without them', async () => {
    const { provider } = scripted();
    const { warnings } = await generateText({
      model: provider(),
      prompt: 'x',
      frequencyPenalty: 1,
      presencePenalty: 0,
      tools: { look: tool({ inputSchema: jsonSchema({ type: 'object', properties: {} }) }) },
    });
    expect(warnings?.flatMap((warning) => ('feature' in warning ? [warning.feature] : []))).toEqual([
      'frequencyPenalty',
      'tools',
    ]);
  });

  test('calls tools that its template tells of, and goes on with what they give', async () => {
    const chatTemplate =
      '{% if tools %}{{ tools | tojson }}{% endif %}{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}{% if m.tool_calls %}{% for c in m.tool_calls %}<tool_call>{{ c.function | tojson }}</tool_call>{% endfor %}{% endif %}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}';
    const calls = ['one two</think>', 'Adding.<tool_call>{"name": "add", "arguments": {"a": 1}}</tool_call>'];
    const script = (prompt: string): string[] => (prompt.includes('sum: 3') ? ['so</think>', 'It is 3.'] : calls);
    const { provider } = scripted({ chatTemplate, script, words: [...calls, 'so', 'It is 3.'] });
    const model = provider(undefined, { budget: { max: 1 } });
    const add = tool({
      inputSchema: jsonSchema<{ a: number }>({ type: 'object', properties: { a: { type: 'number' } } }),
      execute: async ({ a }) => `sum: ${a + 2}`,
    });
    const { text, steps } = await generateText({ model, prompt: 'x', tools: { add }, stopWhen: isStepCount(2) });
    expect(text).toBe('It is 3.');
    expect(steps.map(({ finishReason }) => finishReason)).toEqual(['tool-calls', 'stop']);
    expect(steps[0]?.toolCalls).toMatchObject([{ toolName: 'add', input: { a: 1 } }]);
    expect(steps[0]?.reasoningText).toBe('one');
  });

  test('ends the answer at a stop sequence, which never appears in it, and leaves thinking alone', async () => {
    const { provider } = scripted({ script: ['one two three</think>', 'one two three'] });
    const { text, finalStep } = await generateText({ model: provider(), prompt: 'x', stopSequences: ['two'] });
    expect([finalStep.reasoningText, text]).toEqual(['one two three', 'one']);
  });

  test('says that an engine cannot hold an answer to a form, and gives what the model wrote', async () => {
    const { provider } = scripted();
    const output = Output.object({
      schema: jsonSchema<{ digit: number }>({ type: 'object', properties: { digit: { type: 'number' } } }),
    });
    await expect(generateText({ model: provider(), prompt: 'x', output }).then(({ output }) => output)).rejects.toThrow(
      NoObjectGeneratedError,
    );
  });

  test('ends with the reason of the signal when it is aborted, and frees its slot', async () => {
    const { provider, engine } = scripted({ script: `${'so '.repeat(3000)}`, tokenDelay: 1, slots: 1 });
    const abort = new AbortController();
    const result = streamText({ model: provider(), prompt: 'x', abortSignal: abort.signal });
    const kinds: string[] = [];
    for await (const part of result.fullStream) {
      kinds.push(part.type);
      if (part.type === 'reasoning-delta') abort.abort();
    }
    expect(kinds.at(-1)).toBe('abort');
    await expect(
      generateText({ model: provider(), prompt: 'x', abortSignal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    const sequence = await engine.open({ parts: [{ text: 'free', control: true }] }, { seed: 1 });
    await sequence.close();
  });

  test('sends a conversation without the thinking of earlier turns, unless that is asked for', async () => {
    const { provider, engine } = scripted();
    const messages: ModelMessage[] = [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'one ' },
          { type: 'text', text: 'text' },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'EARLIER' },
          { type: 'text', text: 'answered' },
        ],
      },
      { role: 'user', content: 'and now?' },
    ];
    await generateText({ model: provider(), messages });
    await generateText({ model: provider(), messages, providerOptions: { mull: { keepThinking: true } } });
    const prompts = engine.calls.flatMap((call) => (call.method === 'open' ? [call.text] : []));
    expect(prompts[0]).toMatch(/one text[\s\S]*answered[\s\S]*and now\?/);
    expect(prompts.map((prompt) => prompt.includes('EARLIER'))).toEqual([false, true]);
  });

  test('gives every event of mull as a raw part where raw chunks are wanted', async () => {
    const result = streamText({
      model: mull('pebble', { budget: { max: 5 } }),
      prompt: question,
      includeRawChunks: true,
    });
    const events: string[] = [];
    for await (const part of result.fullStream)
      if (part.type === 'raw') events.push((part.rawValue as { type: string }).type);
    expect(events).toContain('forced');
    expect(events.at(-1)).toBe('finish');
  });
});

describe('the provider', () => {
  test('opens an engine once, and again after it was closed', async () => {
    const provider = createMull();
    const ask = () => generateText({ model: provider('pebble', { budget: { max: 5 } }), prompt: question });
    const answers = await Promise.all([ask(), ask()]);
    await provider.close();
    expect([answers[0]?.text, (await ask()).text]).toEqual([answers[1]?.text, answers[1]?.text]);
    await provider.close();
  });

  test('names what it does not have', async () => {
    const { provider } = scripted();
    await expect(generateText({ model: provider('gpt'), prompt: 'x', maxRetries: 0 })).rejects.toMatchObject({
      code: 'E_MODEL_UNKNOWN',
    });
    await expect(generateText({ model: mull('peble'), prompt: 'x', maxRetries: 0 })).rejects.toMatchObject({
      code: 'E_ENGINE_UNKNOWN',
      hint: 'Did you mean "pebble"?',
    });
    expect(() => mull.embeddingModel('x')).toThrow(/no models for embeddings/);
    expect(() => mull.imageModel('x')).toThrow(/no models for images/);
  });

  test('draws a seed of its own for a temperature above 0, and the receipt tells it', async () => {
    const { provider } = scripted();
    const seeds = [];
    for (let n = 0; n < 2; n += 1)
      seeds.push(receiptOf((await generateText({ model: provider(), prompt: 'x', temperature: 1 })).finalStep).seed);
    expect(seeds[0]).not.toBe(seeds[1]);
    expect(
      receiptOf((await generateText({ model: provider(), prompt: 'x', temperature: 1, seed: 7 })).finalStep).seed,
    ).toBe(7);
  });
});
