import { expect, test } from 'vitest';
import { post, question, script, send, serve } from './client.ts';

const path = '/v1/messages';
const version = { 'anthropic-version': '2023-06-01' };
const long = `${'so '.repeat(1500)}</think>The answer is 4.`;

interface Message {
  readonly content: readonly { readonly type: string; readonly text?: string; readonly thinking?: string }[];
  readonly stop_reason: string;
  readonly stop_sequence: string | null;
  readonly usage: { readonly input_tokens: number; readonly output_tokens: number };
  readonly error?: { readonly type: string; readonly message: string };
}

function ask(server: Parameters<typeof post>[0], fields: Record<string, unknown>): ReturnType<typeof post<Message>> {
  return post<Message>(server, path, { model: server.model, max_tokens: 2000, messages: question, ...fields }, version);
}

test('the Anthropic dialect answers in blocks, and thinks only when asked', async () => {
  const server = await serve('anthropic', { script });
  const plain = await ask(server, {});
  expect(plain.body).toMatchObject({ content: [{ type: 'text', text: 'The answer is 4.' }], stop_reason: 'end_turn' });
  const { body, headers } = await ask(server, { thinking: { type: 'enabled', budget_tokens: 1024 } });
  expect(body.content).toEqual([
    { type: 'thinking', thinking: 'one two three four five', signature: expect.any(String) },
    { type: 'text', text: 'The answer is 4.' },
  ]);
  expect(body.usage.output_tokens).toBeGreaterThan(10);
  expect(headers.get('anthropic-ratelimit-requests-remaining')).toBe('49');
});

test('a stream has named events: a message, its blocks one after another, and how it ended', async () => {
  const server = await serve('anthropic', { script });
  const thinking = { type: 'enabled', budget_tokens: 1024 };
  const request = { model: server.model, max_tokens: 2000, messages: question, stream: true, thinking };
  const text = await (await send(server, path, request, version)).text();
  const names = [...text.matchAll(/^event: (.+)$/gm)].map(([, name]) => name);
  expect(names.slice(0, 3)).toEqual(['message_start', 'ping', 'content_block_start']);
  expect(names.slice(-3)).toEqual(['content_block_stop', 'message_delta', 'message_stop']);
  const data = [...text.matchAll(/^data: (.+)$/gm)].map(([, json]) => JSON.parse(json ?? '') as Record<string, object>);
  expect(data.filter(({ type }) => String(type) === 'content_block_start')).toMatchObject([
    { index: 0, content_block: { type: 'thinking' } },
    { index: 1, content_block: { type: 'text' } },
  ]);
  expect(data.find(({ delta }) => JSON.stringify(delta ?? '').includes('signature_delta'))).toMatchObject({ index: 0 });
  expect(data.at(-2)).toMatchObject({
    delta: { stop_reason: 'end_turn' },
    usage: { output_tokens: expect.any(Number) },
  });
});

test('a budget is held; it is at least 1,024 and less than max_tokens', async () => {
  const server = await serve('anthropic', { script: long });
  const { body } = await ask(server, { thinking: { type: 'enabled', budget_tokens: 1024 } });
  expect(body.content[0]?.thinking?.trim().split(/\s+/)).toHaveLength(1024);
  const small = await ask(server, { thinking: { type: 'enabled', budget_tokens: 100 } });
  expect(small.body.error?.message).toBe(
    'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024',
  );
  const large = await ask(server, { thinking: { type: 'enabled', budget_tokens: 2000 } });
  expect(large.body.error?.message).toContain('`max_tokens` must be greater than `thinking.budget_tokens`');
});

test('newer models refuse budgets and take an effort', async () => {
  const server = await serve('anthropic', { script, model: 'claude-opus-4-7' });
  const manual = await ask(server, { thinking: { type: 'enabled', budget_tokens: 1024 } });
  expect(manual.body.error?.message).toContain('"thinking.type.enabled" is not supported for this model');
  const adaptive = { thinking: { type: 'adaptive' }, output_config: { effort: 'low' } };
  const omitted = await ask(server, adaptive);
  expect(omitted.body.content[0]).toMatchObject({ type: 'thinking', thinking: '' });
  const shown = await ask(server, { ...adaptive, thinking: { type: 'adaptive', display: 'summarized' } });
  expect(shown.body.content[0]).toMatchObject({ thinking: 'one two three four five' });
});

test('the newest models think by default and not at all when told, except at the highest efforts', async () => {
  const server = await serve('anthropic', { script, model: 'claude-opus-5' });
  expect((await ask(server, {})).body.content.map(({ type }) => type)).toEqual(['thinking', 'text']);
  const off = { thinking: { type: 'disabled' } };
  expect((await ask(server, off)).body.content.map(({ type }) => type)).toEqual(['text']);
  expect((await ask(server, { ...off, output_config: { effort: 'max' } })).status).toBe(400);
});

test('older models refuse adaptive thinking and efforts', async () => {
  const server = await serve('anthropic', { script });
  expect((await ask(server, { thinking: { type: 'adaptive' } })).status).toBe(400);
  expect((await ask(server, { output_config: { effort: 'low' } })).status).toBe(400);
});

test('a last message is continued until 4.5 without thinking, and refused from 4.6 on', async () => {
  const messages = [...question, { role: 'assistant', content: 'The answer' }];
  const old = await serve('anthropic', { script: 'x</think> is 4.' });
  expect((await ask(old, { messages })).body.content[0]?.text).toContain('is 4.');
  const thinking = { type: 'enabled', budget_tokens: 1024 };
  expect((await ask(old, { messages, thinking })).body.error?.message).toContain('must start with a thinking block');
  const spaced = [...question, { role: 'assistant', content: 'The answer ' }];
  expect((await ask(old, { messages: spaced })).body.error?.message).toContain('trailing whitespace');
  const recent = await serve('anthropic', { script, model: 'claude-sonnet-4-6' });
  expect((await ask(recent, { messages })).body.error?.message).toContain('does not support assistant message prefill');
});

test('stop sequences are told apart from the limit', async () => {
  const server = await serve('anthropic', { script });
  expect((await ask(server, { stop_sequences: [' is'] })).body).toMatchObject({
    content: [{ text: 'The answer' }],
    stop_reason: 'stop_sequence',
    stop_sequence: ' is',
  });
  expect((await ask(server, { max_tokens: 2 })).body).toMatchObject({ stop_reason: 'max_tokens', stop_sequence: null });
});

test('refuses unknown fields, a missing version and wrong keys', async () => {
  const server = await serve('anthropic', { script, apiKey: 'secret' });
  const request = { model: server.model, max_tokens: 10, messages: question };
  const wrong = await post(server, path, request, { ...version, 'x-api-key': 'other' });
  expect(wrong).toMatchObject({ status: 401, body: { type: 'error', error: { type: 'authentication_error' } } });
  const key = { 'x-api-key': 'secret' };
  const unversioned = await post<Message>(server, path, request, key);
  expect(unversioned.body.error?.message).toBe('anthropic-version: header is required');
  const extra = await post<Message>(server, path, { ...request, seed: 1 }, { ...key, ...version });
  expect(extra.body.error?.message).toBe('seed: Extra inputs are not permitted');
});

test('counts the tokens of a prompt without an answer', async () => {
  const server = await serve('anthropic', { script });
  const { body } = await post<{ input_tokens: number }>(
    server,
    `${path}/count_tokens`,
    { model: server.model, messages: question },
    version,
  );
  expect(body.input_tokens).toBe((await ask(server, {})).body.usage.input_tokens);
});
