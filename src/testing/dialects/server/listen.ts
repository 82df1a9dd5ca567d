import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Dialect, Handler } from '../dialect.ts';
import type { ServerFault } from '../server-fault.ts';
import { type Answer, Refusal } from './answer.ts';
import type { FaultPicker } from './fault-picker.ts';
import type { RecordedRequest } from './recorded-request.ts';
import { left, Wire, writeStream } from './write-stream.ts';

export interface ListenOptions {
  readonly dialect: Dialect;
  readonly routes: Readonly<Record<string, Handler>>;
  readonly apiKey: string | undefined;
  readonly faults: FaultPicker;
  readonly requests: RecordedRequest[];
}

/** Serves a dialect on a free loopback port. */
export async function listen(options: ListenOptions): Promise<{ port: number; close(): Promise<void> }> {
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  const server: Server = createServer((request, response) => {
    response.socket?.setNoDelay(true);
    const serving = serve(options, request, response, closing.signal).finally(() => running.delete(serving));
    running.add(serving);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      closing.abort();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all(running);
    },
  };
}

async function serve(
  { dialect, routes, apiKey, faults, requests }: ListenOptions,
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const leaving = new AbortController();
  const signal = AbortSignal.any([closing, leaving.signal]);
  response.once('close', () => leaving.abort());
  const method = request.method ?? 'GET';
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const body = await readBody(request);
  const record: RecordedRequest = {
    method,
    path,
    headers: request.headers,
    body: typeof body === 'object' ? body : undefined,
    status: undefined,
    events: 0,
    tokens: 0,
    outcome: 'running',
  };
  requests.push(record);
  const fault = faults.pick(method, path);
  if (fault !== undefined && (await strikeFirst(dialect, fault, record, response, signal))) return;
  const count = (tokens: number): void => {
    record.tokens += tokens;
  };
  const answer = await answered(async () => {
    const sent = dialect.key(request.headers);
    if (apiKey !== undefined && dialect.guarded(path) && sent !== apiKey)
      throw new Refusal(401, dialect.error(401, path));
    const handler = routes[`${method} ${path}`] ?? wildcard(routes, method, path);
    if (handler === undefined) throw new Refusal(404, dialect.error(404, path));
    if (body === 'malformed') throw new Refusal(400, dialect.error(400, path));
    return handler({ path, headers: request.headers, body: body ?? {}, signal, count });
  });
  const status = 'framing' in answer ? 200 : answer.status;
  record.status = status;
  const type = !('framing' in answer)
    ? 'application/json'
    : answer.framing === 'events'
      ? 'text/event-stream'
      : 'application/x-ndjson';
  if (signal.aborted) {
    record.outcome = 'disconnected';
    return;
  }
  response.writeHead(status, { 'content-type': type, ...dialect.headers?.(status), ...answer.headers });
  if (!('framing' in answer)) {
    record.outcome = await writeBody(answer, fault, response, signal);
    return;
  }
  response.flushHeaders();
  const wrote = (): void => {
    record.events += 1;
  };
  record.outcome = await writeStream({
    response,
    answer,
    fault,
    errorFrame: () => dialect.errorFrame(),
    signal,
    wrote,
  });
}

async function answered(handle: () => Promise<Answer>): Promise<Answer> {
  try {
    return await handle();
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, headers: error.headers, body: error.body };
    throw error;
  }
}

/** Faults that strike before the dialect has said anything; true where nothing is left to say. */
async function strikeFirst(
  dialect: Dialect,
  fault: ServerFault,
  record: RecordedRequest,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<boolean> {
  const { status = 503, retryAfter } = fault;
  const finish = (code: number, type: string, text: string, headers: Record<string, string> = {}): boolean => {
    record.status = code;
    record.outcome = 'fault';
    response.writeHead(code, { 'content-type': type, ...headers });
    response.end(text);
    return true;
  };
  switch (fault.kind) {
    case 'refuse':
      record.outcome = 'fault';
      response.socket?.resetAndDestroy();
      return true;
    case 'status': {
      const after: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
      const headers = { ...dialect.headers?.(status), ...after };
      return finish(status, 'application/json', JSON.stringify(dialect.error(status, record.path)), headers);
    }
    case 'html':
      return finish(status, 'text/html', '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>');
    case 'wrong-type':
      return finish(200, 'text/html', '<!doctype html><title>Sign in</title><p>Please sign in to continue.</p>');
    case 'empty':
      return finish(200, 'application/json', '');
    case 'late':
      await setTimeout(fault.milliseconds ?? 200, undefined, { signal }).catch(() => undefined);
      return false;
    case 'never':
      await left(signal);
      record.outcome = 'fault';
      return true;
    default:
      return false;
  }
}

/** Writes an answer that is no stream; faults of streams strike its one body. */
async function writeBody(
  answer: Extract<Answer, { readonly status: number }>,
  fault: ServerFault | undefined,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<RecordedRequest['outcome']> {
  const outcome = answer.status >= 400 ? 'refused' : 'complete';
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  const wire = new Wire(response, fault?.kind, signal);
  const half = text.slice(0, Math.ceil(text.length / 2));
  switch (fault?.kind) {
    case 'cut':
    case 'cut-inside':
      await wire.write(half);
      await wire.cut();
      return 'fault';
    case 'stall':
      await wire.write(half);
      await left(signal);
      return 'fault';
    case 'end':
    case 'malformed':
      await wire.write(half);
      await wire.end();
      return 'fault';
    case 'not-json':
    case 'garbage':
      await wire.write(Uint8Array.from([0xff, 0xfe, 0x00, 0xc3, 0x28]));
      await wire.end();
      return 'fault';
    default:
      await wire.write(text);
      await wire.end();
      return outcome;
  }
}

function wildcard(routes: Readonly<Record<string, Handler>>, method: string, path: string): Handler | undefined {
  const found = Object.keys(routes).find(
    (route) => route.endsWith('*') && `${method} ${path}`.startsWith(route.slice(0, -1)),
  );
  return found === undefined ? undefined : routes[found];
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown> | 'malformed' | undefined> {
  const parts: Buffer[] = [];
  try {
    for await (const part of request) parts.push(part as Buffer);
    if (parts.length === 0) return undefined;
    const parsed: unknown = JSON.parse(Buffer.concat(parts).toString());
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : 'malformed';
  } catch {
    return 'malformed';
  }
}
