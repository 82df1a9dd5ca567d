import { afterEach } from 'vitest';
import type { DialectOptions, DialectServer } from '../../../src/testing/dialects/dialect-options.ts';
import { type DialectName, startDialect } from '../../../src/testing/dialects/start-dialect.ts';

type Json = Record<string, unknown>;

const running: DialectServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** A dialect server that is closed behind the test. */
export async function serve(name: DialectName, options: DialectOptions): Promise<DialectServer> {
  const server = await startDialect(name, options);
  running.push(server);
  return server;
}

export interface Reply<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** Sends JSON; `path` is below the host, `/v1/...`. */
export async function post<T = Json>(
  server: DialectServer,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Reply<T>> {
  const response = await send(server, path, body, headers);
  return { status: response.status, headers: response.headers, body: (await response.json()) as T };
}

export async function get<T = Json>(
  server: DialectServer,
  path: string,
  headers: Record<string, string> = {},
): Promise<Reply<T>> {
  const response = await fetch(new URL(path, server.url), { headers });
  return { status: response.status, headers: response.headers, body: (await response.json()) as T };
}

export function send(
  server: DialectServer,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(new URL(path, server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
}

/** The data of every event of a stream, JSON parsed. */
export async function events<T = Json>(
  server: DialectServer,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<(T | '[DONE]')[]> {
  const text = await (await send(server, path, body, headers)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => (line === 'data: [DONE]' ? '[DONE]' : (JSON.parse(line.slice(6)) as T)));
}

/** An answer in the shape that OpenAI made common, as far as tests look at it. */
export interface Chat {
  readonly model: string;
  readonly choices: readonly {
    readonly text: string;
    readonly message: Json & { readonly content: string };
    readonly delta: Json & { readonly content?: string | null };
    readonly finish_reason: string | null;
    readonly stop_reason?: string | number | null;
    readonly matched_stop?: string | number | null;
    readonly token_ids?: readonly number[];
    readonly logprobs?: Json | null;
  }[];
  readonly usage?: Json & { readonly completion_tokens: number; readonly prompt_tokens: number };
  readonly prompt_token_ids?: readonly number[];
}

export const question: readonly Json[] = [{ role: 'user', content: 'What is 2 + 2?' }];

/** What the model of most tests says: five words of thinking, then the answer. */
export const script = 'one two three four five</think>The answer is 4.';
