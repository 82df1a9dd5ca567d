import { describe, expect, test } from 'vitest';
import { serve } from './served.ts';

const path = '/v1/chat/completions';
const messages = [{ role: 'user', content: 'What is 2 + 2?' }];
const thinker = ['one two three</think>', 'It is 4.'];
/** Thinks on where it is told to. */
const obedient = ['one two three</think>', ' four five</think>', 'It is 4.'];

describe('POST /v1/chat/completions', () => {
  test('answers with the thinking in fields of its own, the usage and the receipt', async () => {
    const { post } = await serve(thinker);
    const { status, headers, body } = await post(path, { model: 'scripted', messages });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      object: 'chat.completion',
      model: 'scripted',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'It is 4.' } }],
    });
    const { message } = body.choices[0];
    expect(message.reasoning).toBe('one two three');
    expect(message.reasoning_content).toBe('one two three');
    expect(body.receipt).toMatchObject({ thinkingTokens: 3, endedBy: 'model', counting: 'exact' });
    expect(body.usage.completion_tokens_details.reasoning_tokens).toBe(3);
    expect(body.usage.completion_tokens).toBe(3 + body.receipt.answerTokens);
    expect(headers.get('mull-receipt')).toMatch(/^thinking=3; .*ended-by=model; counting=exact/);
  });

  test('holds a maximum, a minimum and Waits, and says so', async () => {
    const { post } = await serve(thinker);
    const cut = await post(path, { messages, thinking_token_budget: 2 });
    expect(cut.body.choices[0].message).toMatchObject({ reasoning: 'one two', content: 'Final Answer:It is 4.' });
    expect(cut.body.receipt.bounds.max).toMatchObject({ asked: 2, happened: 2, by: 'mull', verdict: 'held' });
    const told = await serve(obedient);
    const waited = await told.post(path, { messages, budget: { waits: 1 } });
    expect(waited.body.choices[0].message.reasoning).toBe('one two threeWait four five');
    expect(waited.body.receipt.bounds.waits).toMatchObject({ asked: 1, happened: 1, verdict: 'held' });
    const more = await told.post(path, { messages, budget: { min: 5 } });
    expect(more.body.receipt.bounds.min).toMatchObject({ asked: 5, happened: 5, verdict: 'held' });
  });

  test('streams token by token: thinking, then the answer, then why it ended, then the usage where asked for', async () => {
    const { stream } = await serve(obedient);
    const events = await stream(path, {
      messages,
      budget: { waits: 1 },
      stream_options: { include_usage: true },
    });
    expect(events.at(-1)?.data).toBe('[DONE]');
    const chunks = events.slice(0, -1).map(({ data }) => data);
    const deltas = chunks.flatMap(({ choices }) => choices.map(({ delta }: { delta: object }) => delta));
    expect(deltas[0]).toEqual({ role: 'assistant', content: '' });
    const thinking = deltas.filter((delta) => 'reasoning' in delta);
    expect(thinking.map(({ reasoning }) => reasoning)).toEqual(['one', ' two', ' three', 'Wait', ' four', ' five']);
    for (const { reasoning, reasoning_content } of thinking) expect(reasoning_content).toBe(reasoning);
    const content = deltas.map((delta) => delta.content ?? '').filter((text) => text !== '');
    expect(content.join('')).toBe('It is 4.');
    expect(content.length).toBeGreaterThan(2);
    expect(deltas.findLastIndex((delta) => 'reasoning' in delta)).toBeLessThan(
      deltas.findIndex((delta) => (delta.content ?? '') !== ''),
    );
    expect(chunks.filter(({ forced }) => forced).map(({ forced }) => forced)).toEqual([
      { kind: 'wait', text: 'Wait', position: 3 },
      { kind: 'close', text: '</think>', position: 6 },
    ]);
    const finished = chunks.find(({ choices }) => choices[0]?.finish_reason);
    expect(finished.choices[0].finish_reason).toBe('stop');
    expect(finished.receipt).toMatchObject({ thinkingTokens: 6, bounds: { waits: { happened: 1 } } });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens_details: { reasoning_tokens: 6 } } });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  });

  test('several answers are told apart by their index, and each has its own seed and receipt', async () => {
    const { post, stream } = await serve(thinker);
    const { body } = await post(path, { messages, n: 3, seed: 5 });
    expect(body.choices.map(({ index }: { index: number }) => index)).toEqual([0, 1, 2]);
    expect(body.choices.map(({ receipt }: { receipt: { seed: number } }) => receipt.seed)).toEqual([5, 6, 7]);
    expect(body.usage.prompt_tokens).toBe(body.choices[0].receipt.usage.prompt);
    const events = await stream(path, { messages, n: 2 });
    const finished = events.filter(({ data }) => data.choices?.[0]?.finish_reason === 'stop');
    expect(finished.map(({ data }) => data.choices[0].index).sort()).toEqual([0, 1]);
  });

  test('max_completion_tokens bounds thinking and answer together, and leaves the answer some', async () => {
    const { post } = await serve(['a '.repeat(100), 'b '.repeat(100)]);
    const { body } = await post(path, { messages, max_completion_tokens: 40 });
    expect(body.usage.completion_tokens).toBe(40);
    expect(body.choices[0].finish_reason).toBe('length');
    expect(body.choices[0].message.content).toContain('b b');
    expect(body.receipt.bounds.max).toMatchObject({ happened: 30, verdict: 'held' });
    const short = await serve(['one</think>', 'b '.repeat(100)]);
    const rest = await short.post(path, { messages, max_completion_tokens: 40 });
    expect(rest.body.usage.completion_tokens).toBe(40);
  });

  test('stop ends the answer and is not part of it; thinking may hold it', async () => {
    const { post } = await serve(['one STOP two</think>', 'It is 4. STOP And more.']);
    const { body } = await post(path, { messages, stop: 'STOP' });
    expect(body.choices[0].message).toMatchObject({ content: 'It is 4.', reasoning: 'one STOP two' });
    expect(body.choices[0].finish_reason).toBe('stop');
  });

  test('thinking can be left out, or stand in the answer', async () => {
    const { post, stream } = await serve(thinker);
    const hidden = await post(path, { messages, reasoning: { exclude: true } });
    expect(hidden.body.choices[0].message).toEqual({ role: 'assistant', content: 'It is 4.' });
    const inline = await post(path, { messages, reasoning_format: 'none' });
    expect(inline.body.choices[0].message).toEqual({
      role: 'assistant',
      content: '<think>\none two three\n</think>\n\nIt is 4.',
    });
    const events = await stream(path, { messages, reasoning_format: 'none' });
    const text = events.map(({ data }) => data.choices?.[0]?.delta.content ?? '').join('');
    expect(text).toBe('<think>\none two three\n</think>\n\nIt is 4.');
  });
});

describe('the other endpoints', () => {
  test('/v1/models, /health and paths that do not exist', async () => {
    const { url, post } = await serve(thinker, { aliases: ['gpt-4o'] });
    const models = await (await fetch(`${url}/v1/models`)).json();
    expect(models).toMatchObject({ object: 'list', data: [{ id: 'scripted', object: 'model' }, { id: 'gpt-4o' }] });
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'ok', model: 'scripted', running: 0 });
    const missing = await post('/v1/embeddings', {});
    expect([missing.status, missing.body.error.code]).toEqual([404, 'E_NOT_FOUND']);
    const unknown = await post(path, { model: 'gpt-5', messages });
    expect([unknown.status, unknown.body.error.code]).toEqual([404, 'E_MODEL_UNKNOWN']);
    expect(unknown.body.error.message).toContain('It has scripted, gpt-4o.');
    expect((await post(path, { model: 'gpt-4o', messages })).status).toBe(200);
  });

  test('the control endpoint ends thinking or lets it go on, while it runs', async () => {
    const { url, post } = await serve(['a '.repeat(400), 'It is 4.'], { scripted: { tokenDelay: 5 } });
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'x-request-id': 'mine' },
      body: JSON.stringify({ messages, stream: true }),
    });
    expect(response.headers.get('x-request-id')).toBe('mine');
    const ended = await post(`${path}/control`, { id: 'mine', action: 'reasoning_end' });
    expect(ended.body).toEqual({ success: true });
    const text = await response.text();
    expect(text).toContain('"endedBy":"user"');
    const late = await post(`${path}/control`, { id: 'mine', action: 'reasoning_end' });
    expect([late.status, late.body.error.code]).toEqual([404, 'E_RUN_UNKNOWN']);
  });
});
