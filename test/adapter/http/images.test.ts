import { afterEach, expect, test } from 'vitest';
import type { Message } from '../../../src/core/message.ts';
import { createHttpEngine, type HttpEngineOptions } from '../../../src/http.ts';
import { think } from '../../../src/index.ts';
import { openEngine } from '../../../src/node.ts';
import type { DialectServer } from '../../../src/testing/dialects/dialect-options.ts';
import { startDialect } from '../../../src/testing/dialects/start-dialect.ts';

const thought = 'I see a cat on a mat, and behind it there is one more mat without a cat.';
const counted = Array.from({ length: 30 }, (_, index) => index + 1).join(' ');
const bytes = new Uint8Array([137, 80, 78, 71]);
const messages: readonly Message[] = [
  {
    role: 'user',
    content: [
      { type: 'text', text: 'What is this?' },
      { type: 'media', media: { type: 'image', mediaType: 'image/png', data: bytes } },
    ],
  },
];

const running: DialectServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function serve(): Promise<DialectServer> {
  const script = (prompt: string): string => `${thought}</think>${prompt.includes('Count from') ? counted : 'A cat.'}`;
  const server = await startDialect('vllm', { script, words: [thought, counted, 'A cat.'] });
  running.push(server);
  return server;
}

test('an image goes to a server of messages as it is, and its budget is held and told as ever', async () => {
  const server = await serve();
  const engine = await createHttpEngine({ url: server.url, way: 'chat' });
  expect(engine.abilities.media).toBe(true);
  const { receipt, answer } = await think({ engine, messages, budget: { max: 6 } });
  const url = `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
  const asked = server.requests.findLast(({ body }) => (body as { stream?: boolean } | undefined)?.stream);
  expect(asked!.body).toMatchObject({
    messages: [
      {
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url } },
        ],
      },
      {},
    ],
  });
  expect(receipt.bounds.max).toMatchObject({ asked: 6, happened: 6, by: 'mull', verdict: 'held' });
  expect(answer).toContain('Final Answer:');
  await engine.close();
});

test('left to its own maximum, the receipt says so', async () => {
  const server = await serve();
  const engine = await createHttpEngine({ url: server.url, way: 'own' });
  const { receipt } = await think({ engine, messages, budget: { max: 6 } });
  expect(receipt.bounds.max).toMatchObject({ asked: 6, happened: 6, by: 'engine', verdict: 'held' });
  await engine.close();
});

test('an image is counted by the server: what it takes no tokenizer knows', async () => {
  const server = await serve();
  const engine = await createHttpEngine({ url: server.url, way: 'chat' });
  const before = server.requests.length;
  await think({ engine, messages });
  const [first] = server.requests.slice(before);
  expect(first!.path).toBe('/v1/chat/completions');
  expect(first!.body).toMatchObject({ max_tokens: 1 });
  await engine.close();
});

const others: readonly { readonly name: string; readonly options: Partial<HttpEngineOptions> }[] = [
  { name: 'a server continued by ids', options: { way: 'tokens' } },
  { name: 'a server continued by text', options: { way: 'text' } },
  { name: 'a server that says it reads no images', options: { way: 'chat', facts: { images: false } } },
];

test.each(others)('$name refuses an image before anything of the prompt is sent', async ({ options }) => {
  const server = await serve();
  const engine = await createHttpEngine({ url: server.url, ...options });
  const before = server.requests.length;
  await expect(think({ engine, messages })).rejects.toMatchObject({ code: 'E_UNSUPPORTED' });
  // Whether ends are single tokens may be looked up; nothing of the prompt is sent.
  expect(server.requests.slice(before).every(({ path }) => path === '/tokenize')).toBe(true);
  await engine.close();
});

test('a model on this machine refuses an image', async () => {
  const engine = await openEngine('pebble');
  await expect(think({ engine, messages })).rejects.toMatchObject({ code: 'E_UNSUPPORTED' });
  await engine.close();
});
