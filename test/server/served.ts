import { afterEach } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import type { ServerOptions } from '../../src/server/server-options.ts';
import { type RunningServer, startServer } from '../../src/server/start-server.ts';
import { type ScriptedOptions, scriptedEngine } from '../../src/testing/scripted-engine.ts';

/** A server for one test, closed behind it. */
export interface Served extends RunningServer {
  readonly engine: Engine;
  /** Sends a JSON body and gives the JSON answer. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** The data of every server-sent event of a streamed answer, in order, the last `[DONE]` included. */
  stream(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<readonly SentEvent[]>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what came over the wire has no type yet
  readonly body: any;
}

export interface SentEvent {
  readonly event?: string;
  // biome-ignore lint/suspicious/noExplicitAny: what came over the wire has no type yet
  readonly data: any;
}

const open: { close(): Promise<void>; abort(): void }[] = [];

afterEach(async () => {
  for (const { abort, close } of open.splice(0)) {
    abort();
    await close();
  }
});

/** Serves a script on a free port. */
export async function serve(
  script: ScriptedOptions['script'] | Engine,
  options: Partial<ServerOptions> & { readonly scripted?: Partial<ScriptedOptions> } = {},
): Promise<Served> {
  const { scripted, ...rest } = options;
  const engine = typeof script === 'object' && 'open' in script ? script : scriptedEngine({ script, ...scripted });
  const server = await startServer({ engine, port: 0, ...rest });
  open.push({
    abort: () => server.abort(),
    close: async () => {
      await server.close();
      await engine.close();
    },
  });
  const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    ...server,
    get active() {
      return server.active;
    },
    engine,
    async post(path, body, headers) {
      const response = await post(path, body, headers);
      return { status: response.status, headers: response.headers, body: await response.json() };
    },
    async stream(path, body, headers) {
      const response = await post(path, { ...(body as object), stream: true }, headers);
      return readEvents(await response.text());
    },
  };
}

/** Server-sent events in a text; what is no JSON stays a text. */
function readEvents(text: string): SentEvent[] {
  return text
    .split('\n\n')
    .filter((block) => block.trim() !== '' && !block.startsWith(':'))
    .map((block) => {
      const event = /^event: (.*)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1] ?? '';
      return { ...(event === undefined ? {} : { event }), data: data === '[DONE]' ? data : JSON.parse(data) };
    });
}
