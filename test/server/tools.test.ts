import { describe, expect, test } from 'vitest';
import { createHttpEngine } from '../../src/http.ts';
import { startDialect } from '../../src/testing/dialects/start-dialect.ts';
import { serve } from './served.ts';

const messages = [{ role: 'user', content: 'What is 1 + 2?' }];
const chatTool = {
  type: 'function',
  function: { name: 'add', description: 'adds', parameters: { type: 'object', properties: { a: { type: 'number' } } } },
};
const called = ['one two</think>', 'Adding.<tool_call>{"name": "add", "arguments": {"a": 1}}</tool_call>'];
/** A template that tells of tools, as those of Qwen do. */
const chatTemplate =
  '{% if tools %}{{ tools | tojson }}{% endif %}{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}{% if m.tool_calls %}{% for c in m.tool_calls %}<tool_call>{{ c.function | tojson }}</tool_call>{% endfor %}{% endif %}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}';
const scripted = { chatTemplate };

describe('tools', () => {
  test('Chat Completions: calls stand beside the content, and the thinking before them is bounded as ever', async () => {
    const { post, stream } = await serve(called, { scripted });
    const body = { messages, tools: [chatTool], thinking_budget: 1 };
    const whole = (await post('/v1/chat/completions', body)).body;
    expect(whole.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: {
        content: 'Adding.',
        reasoning: 'one',
        tool_calls: [{ id: expect.any(String), type: 'function', function: { name: 'add', arguments: '{"a":1}' } }],
      },
    });
    expect(whole.receipt.bounds.max.verdict).toBe('held');
    const events = await stream('/v1/chat/completions', body);
    const deltas = events.flatMap(({ data }) => data.choices ?? []).map(({ delta }) => delta);
    expect(deltas.map(({ content }) => content ?? '').join('')).toBe('Adding.');
    expect(deltas.find((delta) => delta.tool_calls)?.tool_calls).toMatchObject([
      { index: 0, type: 'function', function: { name: 'add', arguments: '{"a":1}' } },
    ]);
  });

  test('Messages: a block tool_use', async () => {
    const { post, stream } = await serve(called, { scripted });
    const body = {
      messages,
      max_tokens: 500,
      tools: [{ name: 'add', description: 'adds', input_schema: { type: 'object', properties: {} } }],
    };
    const whole = (await post('/v1/messages', body)).body;
    expect(whole.stop_reason).toBe('tool_use');
    expect(whole.content).toEqual([
      { type: 'text', text: 'Adding.' },
      { type: 'tool_use', id: expect.any(String), name: 'add', input: { a: 1 } },
    ]);
    const events = (await stream('/v1/messages', body)).map(({ data }) => data);
    expect(events.find(({ content_block: block }) => block?.type === 'tool_use')).toMatchObject({
      index: 1,
      content_block: { name: 'add', input: {} },
    });
    expect(events.find(({ delta }) => delta?.type === 'input_json_delta')?.delta.partial_json).toBe('{"a":1}');
    expect(events.at(-2)?.delta.stop_reason).toBe('tool_use');
  });

  test('Responses: an item function_call', async () => {
    const { post, stream } = await serve(called, { scripted });
    const body = { input: 'What is 1 + 2?', tools: [{ type: 'function', name: 'add', parameters: {} }] };
    const whole = (await post('/v1/responses', body)).body;
    expect(whole.output.map(({ type }: { type: string }) => type)).toEqual(['reasoning', 'message', 'function_call']);
    expect(whole.output[2]).toMatchObject({ name: 'add', arguments: '{"a":1}', call_id: expect.any(String) });
    const events = await stream('/v1/responses', body);
    const names = events.map(({ event }) => event);
    expect(names.filter((name) => name?.includes('function_call'))).toEqual([
      'response.function_call_arguments.delta',
      'response.function_call_arguments.done',
    ]);
    expect(events.at(-1)?.data.response.output).toHaveLength(3);
  });

  test('the turns of a conversation with tools reach the model in each API', async () => {
    const prompts: string[] = [];
    const { post } = await serve(
      (prompt) => {
        prompts.push(prompt);
        return ['so</think>', 'It is 3.'];
      },
      { scripted },
    );
    await post('/v1/chat/completions', {
      tools: [chatTool],
      messages: [
        ...messages,
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'add', arguments: '{"a":1}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'sum-is-three' },
      ],
    });
    await post('/v1/messages', {
      max_tokens: 500,
      tools: [{ name: 'add', input_schema: { type: 'object' } }],
      messages: [
        ...messages,
        { role: 'assistant', content: [{ type: 'tool_use', id: 'c1', name: 'add', input: { a: 1 } }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: 'sum-is-three' }] },
      ],
    });
    await post('/v1/responses', {
      tools: [{ type: 'function', name: 'add', parameters: {} }],
      input: [
        ...messages,
        { type: 'function_call', call_id: 'c1', name: 'add', arguments: '{"a":1}' },
        { type: 'function_call_output', call_id: 'c1', output: 'sum-is-three' },
      ],
    });
    expect(prompts).toHaveLength(3);
    for (const prompt of prompts) {
      expect(prompt).toContain('sum-is-three');
      expect(prompt).toMatch(/<tool_call>.*"add".*<\/tool_call>/);
    }
  });

  test('where the model cannot be told of them, or a call cannot be forced, the request works and the receipt warns', async () => {
    const { post } = await serve(['one</think>', 'It is 3.']);
    const untold = (await post('/v1/chat/completions', { messages, tools: [chatTool] })).body;
    expect(untold.choices[0].message.content).toBe('It is 3.');
    expect(untold.receipt.warnings).toContainEqual({
      code: 'W_FIELD_IGNORED',
      message: 'The model was not told of the tools: scripted has no place for them.',
    });
    const told = await serve(called, { scripted });
    const forced = (await told.post('/v1/chat/completions', { messages, tools: [chatTool], tool_choice: 'required' }))
      .body;
    expect(forced.receipt.warnings.map(({ message }: { message: string }) => message)).toEqual([
      'tool_choice was not enforced: the model is told of the tools and decides.',
    ]);
    const none = (await told.post('/v1/chat/completions', { messages, tools: [chatTool], tool_choice: 'none' })).body;
    expect(none.choices[0].message.content).toContain('<tool_call>');
  });
});

describe('what an engine can or cannot do besides', () => {
  test('log-probabilities of the answer, with alternatives', async () => {
    const { post, stream } = await serve(['one</think>', 'It is 3.']);
    const { body } = await post('/v1/chat/completions', { messages, logprobs: true, top_logprobs: 2 });
    const { content } = body.choices[0].logprobs;
    expect(
      content
        .map(({ token }: { token: string }) => token)
        .join('')
        .trim(),
    ).toBe('It is 3.');
    expect(content[0]).toMatchObject({ logprob: expect.any(Number), bytes: expect.any(Array) });
    expect(content[0].top_logprobs).toHaveLength(2);
    const events = await stream('/v1/chat/completions', { messages, logprobs: true });
    const streamed = events.flatMap(({ data }) => data.choices?.[0]?.logprobs?.content ?? []);
    expect(streamed.map(({ token }) => token)).toEqual(content.map(({ token }: { token: string }) => token));
    const completion = await post('/v1/completions', { prompt: 'Why?', logprobs: 1 });
    expect(completion.body.choices[0].logprobs).toMatchObject({ text_offset: expect.any(Array) });
    const without = await serve(['one</think>', 'It is 3.'], { scripted: { abilities: { logprobs: 0 } } });
    const { body: bare } = await without.post('/v1/chat/completions', { messages, logprobs: true });
    expect(bare.choices[0].logprobs).toBe(null);
    expect(bare.receipt.warnings[0]).toEqual({
      code: 'W_FIELD_IGNORED',
      message: 'No log-probabilities are given: scripted reports none.',
    });
  });

  test('a form for the answer that the engine cannot enforce warns, and nothing is put in front of the answer', async () => {
    const { post } = await serve(['one two three</think>', '{"a": 1}']);
    const { body } = await post('/v1/chat/completions', {
      messages,
      thinking_budget: 1,
      response_format: { type: 'json_object' },
    });
    expect(body.choices[0].message.content).toBe('{"a": 1}');
    expect(body.receipt.warnings.map(({ message }: { message: string }) => message)).toEqual([
      'The form of the answer was not enforced: scripted cannot follow a grammar.',
    ]);
  });

  test('fields nothing is done with are named in a warning; those that say nothing are not', async () => {
    const scripted = { abilities: { penalties: false, bias: false } };
    const { post } = await serve(['one</think>', 'It is 3.'], { scripted });
    const { body } = await post('/v1/chat/completions', {
      messages,
      frequency_penalty: 0.5,
      logit_bias: { 5: 1 },
      presence_penalty: 0,
      user: 'me',
      metadata: { a: 'b' },
    });
    expect(body.receipt.warnings).toEqual([
      {
        code: 'W_FIELD_IGNORED',
        message: 'Nothing was done with frequency_penalty, logit_bias: scripted cannot do it.',
      },
    ]);
  });

  test('penalties and biases go to an engine that takes them, and nothing is warned of', async () => {
    const words = ['I see two and three.', 'It is 5.'];
    const upstream = await startDialect('vllm', {
      script: 'I see two and three.</think>It is 5.',
      repeatLast: true,
      words,
    });
    const { post, close } = await serve(await createHttpEngine({ url: upstream.url, way: 'tokens' }));
    const fields = { frequency_penalty: 0.5, presence_penalty: -1, logit_bias: { 5: 1.5 } };
    const asked = (): unknown =>
      upstream.requests.findLast(({ body }) => (body as { stream?: boolean } | undefined)?.stream)?.body;
    for (const [path, question] of [
      ['/v1/chat/completions', { messages }],
      ['/v1/completions', { prompt: 'How much is 2 + 3?' }],
    ] as const) {
      const { body } = await post(path, { ...question, ...fields });
      expect(body.receipt.warnings).toEqual([]);
      expect(asked()).toMatchObject(fields);
    }
    const wrong = await post('/v1/chat/completions', { messages, logit_bias: { five: 1 } });
    expect(wrong.status).toBe(400);
    expect(wrong.body.error.message).toContain(
      'body.logit_bias must be an object of token ids and numbers from -100 to 100, got {"five":1}',
    );
    await close();
    await upstream.close();
  });

  test('an image that the engine cannot see is refused: the question would be another one', async () => {
    const { post } = await serve(['one</think>', 'It is 3.']);
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } };
    const { status, body } = await post('/v1/chat/completions', {
      messages: [{ role: 'user', content: [{ type: 'text', text: 'What is this?' }, image] }],
    });
    expect([status, body.error.code]).toEqual([400, 'E_UNSUPPORTED']);
  });
});
