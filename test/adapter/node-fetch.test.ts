import { createServer as createPlainServer } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { nodeFetch } from '../../src/adapter/node-fetch.ts';
import { openEngine } from '../../src/adapter/open-engine.ts';
import { think } from '../../src/index.ts';
import type { DialectServer } from '../../src/testing/dialects/dialect-options.ts';
import { startDialect } from '../../src/testing/dialects/start-dialect.ts';
import { type ForwardProxy, startForwardProxy } from '../support/forward-proxy.ts';
import { selfSigned } from '../support/self-signed.ts';

const { key, certificate } = selfSigned();

async function listen(server: NetServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a server whose certificate is its own', () => {
  let server: Server;
  let host: string;
  beforeAll(async () => {
    server = createServer({ key, cert: certificate }, (_, response) => response.end('hello'));
    host = await listen(server);
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test('is not trusted, and the error says what to do', async () => {
    const opening = openEngine(`https://${host}/v1`, { model: 'any' });
    await expect(opening).rejects.toMatchObject({
      code: 'E_ENGINE_UNREACHABLE',
      message: expect.stringMatching(/SELF_SIGNED/),
      hint: expect.stringContaining('--ca'),
    });
  });

  test('is trusted with its certificate, and with the check switched off', async () => {
    for (const options of [{ ca: certificate }, { insecure: true }]) {
      const response = await nodeFetch(options)(`https://${host}/`);
      expect(await response.text()).toBe('hello');
    }
  });
});

describe('proxies by environment', () => {
  let proxy: ForwardProxy;
  let dialect: DialectServer;
  let secure: Server;
  let secureHost: string;
  beforeAll(async () => {
    proxy = await startForwardProxy();
    dialect = await startDialect('vllm', { script: 'One two three four five six.</think>It is 5.' });
    secure = createServer({ key, cert: certificate }, (_, response) => response.end('hello'));
    secureHost = await listen(secure);
  });
  afterAll(async () => {
    await proxy.close();
    await dialect.close();
    await new Promise((resolve) => secure.close(resolve));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('HTTP_PROXY: every request of an engine goes through it, streams too', async () => {
    vi.stubEnv('HTTP_PROXY', proxy.url);
    const engine = await openEngine(dialect.url);
    const { answer } = await think({ engine, prompt: 'What is 2 + 3?', budget: { max: 3 } });
    expect(answer).toContain('Final Answer:');
    expect(proxy.seen.length).toBe(dialect.requests.length);
    expect(proxy.seen).toContain(`POST ${dialect.url}/completions`);
    await engine.close();
  });

  test('HTTPS_PROXY: a tunnel is opened, and the certificate of the server is checked behind it', async () => {
    vi.stubEnv('HTTPS_PROXY', proxy.url);
    const response = await nodeFetch({ ca: certificate })(`https://${secureHost}/`);
    expect(await response.text()).toBe('hello');
    expect(proxy.seen).toContain(`CONNECT ${secureHost}`);
    await expect(nodeFetch()(`https://${secureHost}/`)).rejects.toThrow();
  });

  test('NO_PROXY: what is named there is reached directly', async () => {
    vi.stubEnv('HTTP_PROXY', proxy.url);
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    const before = proxy.seen.length;
    const response = await nodeFetch()(`${dialect.url}/models`);
    expect(response.ok).toBe(true);
    await response.text();
    expect(proxy.seen.length).toBe(before);
  });
});

test('connections are used again: ten requests one after the other take a few at most', async () => {
  let connections = 0;
  const server = createPlainServer((_, response) => response.end('hello'));
  server.on('connection', () => {
    connections += 1;
  });
  const host = await listen(server);
  const fetch = nodeFetch();
  for (let request = 0; request < 10; request += 1) await (await fetch(`http://${host}/`)).text();
  // The next request may come before the connection of the last one is free again.
  expect(connections).toBeLessThan(5);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
