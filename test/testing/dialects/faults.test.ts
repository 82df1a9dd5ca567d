import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { DialectServer } from '../../../src/testing/dialects/dialect-options.ts';
import {
  type ServerFault,
  type ServerFaultKind,
  serverFaultKinds,
} from '../../../src/testing/dialects/server-fault.ts';
import { question, script, send, serve } from './client.ts';

const path = '/v1/chat/completions';

interface Seen {
  readonly status?: number;
  readonly type?: string | null;
  readonly headers?: Headers;
  /** Bytes up to where the body ended or broke off. */
  readonly text: string;
  readonly packets: number;
  readonly broken: boolean;
}

/** Everything a client sees of a stream, however it ends. */
async function see(server: DialectServer, timeout = 5000): Promise<Seen> {
  const parts: Uint8Array[] = [];
  let response: Response | undefined;
  let broken = false;
  try {
    const request = { messages: question, stream: true };
    response = await send(server, path, request, {}, AbortSignal.timeout(timeout));
    for await (const part of response.body!) parts.push(part);
  } catch {
    broken = true;
  }
  return {
    ...(response && { status: response.status, type: response.headers.get('content-type'), headers: response.headers }),
    text: Buffer.concat(parts).toString(),
    packets: parts.length,
    broken,
  };
}

async function seeFault(fault: ServerFault, timeout?: number): Promise<Seen> {
  return see(await serve('vllm', { script, faults: [fault] }), timeout);
}

function count(text: string, needle: string): number {
  return text.split(needle).length - 1;
}

/** Events of the stream that the tests use, when nothing goes wrong. */
async function wholeStream(): Promise<{ text: string; events: number }> {
  const { text } = await see(await serve('vllm', { script }));
  return { text, events: count(text, 'data: ') };
}

describe('faults before the answer', () => {
  test('refuse: the connection is reset', async () => {
    expect(await seeFault({ kind: 'refuse' })).toMatchObject({ broken: true, text: '' });
  });

  test('status: any status in the words of the host, with Retry-After', async () => {
    const seen = await seeFault({ kind: 'status', status: 429, retryAfter: 2 });
    expect(seen).toMatchObject({ status: 429, broken: false });
    expect(seen.headers?.get('retry-after')).toBe('2');
    expect(JSON.parse(seen.text)).toMatchObject({ error: { code: 429 } });
  });

  test('html: the error page of a proxy', async () => {
    expect(await seeFault({ kind: 'html', status: 502 })).toMatchObject({ status: 502, type: 'text/html' });
  });

  test('empty and wrong-type: 200, and no stream', async () => {
    expect(await seeFault({ kind: 'empty' })).toMatchObject({ status: 200, text: '', broken: false });
    const page = await seeFault({ kind: 'wrong-type' });
    expect(page).toMatchObject({ status: 200, type: 'text/html' });
    expect(page.text).toContain('sign in');
  });

  test('late: the same after a while; never: nothing, until the client leaves', async () => {
    const began = performance.now();
    expect((await seeFault({ kind: 'late', milliseconds: 60 })).text).toContain('[DONE]');
    expect(performance.now() - began).toBeGreaterThan(55);
    expect(await seeFault({ kind: 'never' }, 60)).toMatchObject({ broken: true, text: '' });
  });
});

describe('faults at an event of the stream', () => {
  test.each(['cut', 'end', 'stall'] as const)('%s: exactly so many events came before', async (kind) => {
    for (const after of [0, 1, 5]) {
      const seen = await seeFault({ kind, after }, 150);
      expect(count(seen.text, 'data: ')).toBe(after);
      expect(seen.broken).toBe(kind !== 'end');
    }
  });

  test('cut-inside: the last event is half', async () => {
    const seen = await seeFault({ kind: 'cut-inside', after: 2 });
    expect(seen.broken).toBe(true);
    expect(count(seen.text, '\n\n')).toBe(2);
    expect(seen.text).not.toMatch(/\n\n$/);
  });

  test('slow: each event from there on waits', async () => {
    const began = performance.now();
    const seen = await seeFault({ kind: 'slow', after: 10, milliseconds: 20 });
    expect(seen.text).toContain('[DONE]');
    expect(performance.now() - began).toBeGreaterThan(40);
  });

  test.each(['garbage', 'malformed', 'not-json', 'not-an-object', 'huge'] as const)(
    '%s: something else stands in front of the event, and the stream goes on',
    async (kind) => {
      const whole = await wholeStream();
      const seen = await seeFault({ kind, after: 3 });
      expect(seen.text).toContain('[DONE]');
      expect(seen.text.length).toBeGreaterThan(whole.text.length);
      if (kind === 'huge') expect(seen.text.length).toBeGreaterThan(10_000_000);
      if (kind === 'malformed') expect(seen.text).toMatch(/^data: \{[^\n]*[^}\n]$/m);
    },
  );

  test('duplicate: the event comes twice', async () => {
    const { events } = await wholeStream();
    const seen = await seeFault({ kind: 'duplicate', after: 3 });
    expect(count(seen.text, 'data: ')).toBe(events + 1);
    const lines = seen.text.split('\n\n');
    expect(lines[3]).toBe(lines[4]);
  });

  test("error: the host's own event, and nothing behind it", async () => {
    const seen = await seeFault({ kind: 'error', after: 3 });
    expect(seen.text).toMatch(/data: \{"error":\{"message":"EngineCore encountered an issue."/);
    expect(seen.text).not.toContain('[DONE]');
  });

  test('comments: keep-alive comments between the events', async () => {
    const { events } = await wholeStream();
    const seen = await seeFault({ kind: 'comments', after: 2 });
    expect(count(seen.text, ': keep-alive\n\n')).toBe(events - 2);
    expect(count(seen.text, 'data: ')).toBe(events);
  });
});

describe('faults of the whole stream', () => {
  test('no-done and unterminated: the end is missing', async () => {
    expect((await seeFault({ kind: 'no-done' })).text).not.toContain('[DONE]');
    expect((await seeFault({ kind: 'unterminated' })).text).toMatch(/data: \[DONE\]$/);
  });

  test('crlf and bom: the same in other bytes', async () => {
    const crlf = await seeFault({ kind: 'crlf' });
    expect(crlf.text.replaceAll('\r\n', '\n')).toContain('data: [DONE]\n\n');
    expect(crlf.text).not.toMatch(/[^\r]\n/);
    expect((await seeFault({ kind: 'bom' })).text).toMatch(/^\uFEFFdata: /);
  });

  test('split tears characters apart, merged packs everything together', async () => {
    const torn = await serve('vllm', { script: '</think>Grüße 🙂', faults: [{ kind: 'split' }] });
    const seen = await see(torn);
    const content = [...seen.text.matchAll(/"content":"([^"]*)"/g)].map(([, text]) => text).join('');
    expect(content).toBe('Grüße 🙂');
    expect(seen.packets).toBeGreaterThan(100);
    expect((await seeFault({ kind: 'merged' })).packets).toBeLessThan(4);
  });
});

test('every kind of fault strikes once, and the next request goes well', async () => {
  const whole = await wholeStream();
  const ids = /"(id|created)":("[^"]*"|\d+)/g;
  for (const kind of serverFaultKinds satisfies readonly ServerFaultKind[]) {
    const server = await serve('vllm', { script, faults: [{ kind, milliseconds: 1 }] });
    await see(server, 100);
    expect((await see(server)).text.replace(ids, ''), kind).toBe(whole.text.replace(ids, ''));
  }
});

test('faults strike as often as they say, behind as many requests as they say, and can be added later', async () => {
  const server = await serve('vllm', { script, faults: [{ kind: 'status', skip: 1, times: 2 }] });
  const statuses: (number | undefined)[] = [];
  for (let request = 0; request < 4; request += 1) statuses.push((await see(server)).status);
  expect(statuses).toEqual([200, 503, 503, 200]);
  server.fail({ kind: 'status', status: 500 });
  expect((await see(server)).status).toBe(500);
});

test('whole answers break off, too', async () => {
  const server = await serve('vllm', { script, faults: [{ kind: 'cut' }, { kind: 'malformed' }] });
  const ask = async (): Promise<unknown> => (await send(server, path, { messages: question })).json();
  await expect(ask()).rejects.toThrow();
  await expect(ask()).rejects.toThrow(SyntaxError);
  expect(await ask()).toMatchObject({ object: 'chat.completion' });
});

test.each(['vllm', 'anthropic', 'ollama'] as const)('%s stops its model when the client leaves', async (name) => {
  const endless = 'so '.repeat(2000);
  const server = await serve(name, { script: endless, tokenDelay: 2 });
  const own = { vllm: path, anthropic: '/v1/messages', ollama: '/api/chat' }[name];
  const leaving = new AbortController();
  const request = { model: server.model, max_tokens: 1000, messages: question, stream: true };
  const response = await send(server, own, request, { 'anthropic-version': '2023-06-01' }, leaving.signal);
  const reader = response.body!.getReader();
  await reader.read();
  leaving.abort();
  for (let waited = 0; server.requests[0]?.outcome === 'running' && waited < 100; waited += 1) await setTimeout(10);
  expect(server.requests[0]?.outcome).toBe('disconnected');
  const { tokens } = server.requests[0]!;
  await setTimeout(50);
  expect(server.requests[0]?.tokens).toBe(tokens);
  expect(tokens).toBeLessThan(500);
});

test('closing a server breaks off what runs, and frees the port', async () => {
  const server = await serve('vllm', { script: 'so '.repeat(2000), tokenDelay: 5 });
  const running = see(server);
  await setTimeout(50);
  await server.close();
  expect((await running).broken).toBe(true);
  expect((await see(server)).status).toBeUndefined();
});
