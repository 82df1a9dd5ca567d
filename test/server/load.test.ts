import { once } from 'node:events';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { createHttpEngine } from '../../src/adapter/http/create-http-engine.ts';
import { startDialect } from '../../src/testing/dialects/start-dialect.ts';
import { endless } from './endless.ts';
import { serve } from './served.ts';

const path = '/v1/chat/completions';
const messages = [{ role: 'user', content: 'Why?' }];

/** Resolves when something is so; the test's own time limit says when it never will be. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}

interface Leaving {
  leave(): void;
  readonly response: Promise<Response>;
}

/** A streamed request that can be left. */
function open(url: string, body: object = {}): Leaving {
  const controller = new AbortController();
  const response = fetch(url + path, {
    method: 'POST',
    body: JSON.stringify({ messages, stream: true, ...body }),
    signal: controller.signal,
  });
  return { leave: () => controller.abort(), response };
}

async function counts(url: string): Promise<readonly [number, number]> {
  const { running, waiting } = (await (await fetch(`${url}/health`)).json()) as { running: number; waiting: number };
  return [running, waiting];
}

test('as many run as were allowed, some wait in line, and one more is told when to come back', async () => {
  const { url, post } = await serve(endless(), { concurrency: 1, queue: 1, scripted: { tokenDelay: 2 } });
  const first = open(url);
  await first.response;
  const second = open(url);
  await until(async () => (await counts(url)).join() === '1,1');
  const third = await post(path, { messages });
  expect(third.status).toBe(429);
  expect(Number(third.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(third.body.error).toMatchObject({ code: 'E_QUEUE_FULL', type: 'rate_limit_error' });
  first.leave();
  expect((await second.response).status).toBe(200);
  second.leave();
  await until(async () => (await counts(url)).join() === '0,0');
});

test('who leaves the line makes room in it', async () => {
  const { url } = await serve(endless(), { concurrency: 1, queue: 1, scripted: { tokenDelay: 2 } });
  const first = open(url);
  await first.response;
  const second = open(url);
  await until(async () => (await counts(url)).join() === '1,1');
  second.leave();
  await expect(second.response).rejects.toThrow();
  await until(async () => (await counts(url)).join() === '1,0');
  first.leave();
});

test('a client that leaves stops what runs upstream for it', async () => {
  const server = await startDialect('vllm', { script: endless(3000), tokenDelay: 2 });
  const engine = await createHttpEngine({ url: server.url });
  const { url } = await serve(engine);
  const { leave, response } = open(url);
  await response;
  await until(() => server.requests.some(({ outcome, events }) => outcome === 'running' && events > 0));
  leave();
  await until(() => server.requests.some(({ outcome }) => outcome === 'disconnected'));
  expect(server.requests.filter(({ outcome }) => outcome === 'running')).toEqual([]);
  await server.close();
});

test('a request that takes too long is ended: with a status, or with the last event of its stream', async () => {
  const { post, stream } = await serve(endless(), { timeout: 0.3, scripted: { tokenDelay: 5 } });
  const whole = await post(path, { messages });
  expect([whole.status, whole.body.error.code, whole.body.error.type]).toEqual([
    504,
    'E_REQUEST_TIMEOUT',
    'timeout_error',
  ]);
  const events = await stream(path, { messages });
  expect(events.at(-2)?.data.error.code).toBe('E_REQUEST_TIMEOUT');
  expect(events.at(-1)?.data).toBe('[DONE]');
  const messagesEvents = await stream('/v1/messages', { messages, max_tokens: 4000 });
  expect(messagesEvents.at(-1)).toMatchObject({ event: 'error', data: { error: { code: 'E_REQUEST_TIMEOUT' } } });
  const responses = await stream('/v1/responses', { input: 'Why?' });
  expect(responses.at(-1)).toMatchObject({
    event: 'response.failed',
    data: { response: { status: 'failed', error: { code: 'E_REQUEST_TIMEOUT' } } },
  });
});

test('an engine that fails in mid-stream is told in the stream', async () => {
  const { stream } = await serve(endless(), {
    scripted: { faults: [{ at: 'generate', after: 20, kind: 'error' }] },
  });
  const events = await stream(path, { messages });
  expect(events.at(-2)?.data.error).toMatchObject({ type: 'api_error', code: expect.stringMatching(/^E_/) });
  expect(events.at(-1)?.data).toBe('[DONE]');
});

test('a body over the limit is refused before it is read, and the next request is served', async () => {
  const { post } = await serve(['ok</think>', 'So.'], { bodyLimit: 1000 });
  const large = await post(path, { messages: [{ role: 'user', content: 'x'.repeat(2000) }] });
  expect([large.status, large.body.error.code]).toEqual([413, 'E_BODY_TOO_LARGE']);
  expect((await post(path, { messages })).status).toBe(200);
});

test('a silent stream says that it lives, also before its first event', async () => {
  const { url } = await serve(['a b c</think>', 'So.'], { pingSeconds: 0.02, scripted: { tokenDelay: 100 } });
  const { response } = open(url);
  const text = await (await response).text();
  expect(text).toContain(': ping\n\n');
  expect(text).toContain('data: [DONE]');
});

test('closing lets what runs come to its end, and takes nothing new', async () => {
  const served = await serve(['a '.repeat(60), 'So.'], { scripted: { tokenDelay: 5 } });
  const { response } = open(served.url, { thinking_budget: 30 });
  const stream = await response;
  expect(served.active).toBe(1);
  const closed = served.close();
  await expect(served.post(path, { messages })).rejects.toThrow();
  expect(await stream.text()).toContain('data: [DONE]');
  await closed;
  expect(served.active).toBe(0);
});

test('a reader that does not read parks its run: what waits for it is what fits into its connection', async () => {
  const { url, engine } = await serve(endless(), { scripted: { contextSize: 65_536 } });
  const slow = request(url + path, { method: 'POST' });
  slow.end(JSON.stringify({ messages: [{ role: 'user', content: `Why? ${'x'.repeat(10)}` }], stream: true, n: 1 }));
  const [response] = await once(slow, 'response');
  response.pause();
  // Long enough for a run without brakes to come to its end, many times over.
  const { post } = { post: fetch };
  for (let turn = 0; turn < 3; turn += 1) {
    await (await post(url + path, { method: 'POST', body: JSON.stringify({ messages, thinking_budget: 50 }) })).json();
  }
  expect(engine.abilities.slots).toBeGreaterThan(1);
  const [running] = await counts(url);
  expect(running).toBe(1);
  slow.destroy();
  await until(async () => (await counts(url))[0] === 0);
});
