import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { MullError } from '../core/mull-error.ts';
import { createApp } from './create-app.ts';
import type { ServerOptions } from './server-options.ts';

export interface ListenOptions {
  /** Default 127.0.0.1: this machine only. */
  readonly host?: string;
  /** Default 8080; 0 takes any that is free. */
  readonly port?: number;
}

/** A server that listens. */
export interface RunningServer {
  /** Where it listens: `http://127.0.0.1:8080` */
  readonly url: string;
  /** Requests that run or wait. */
  readonly active: number;
  /** Takes nothing new, lets what runs come to its end, and stops listening. The engine stays open. */
  close(): Promise<void>;
  /** Breaks off what runs; `close` then has nothing to wait for. */
  abort(): void;
}

/**
 * Serves an engine to OpenAI- and Anthropic-style clients.
 *
 * @throws E_ADDRESS_IN_USE; E_HOST_OPEN for a host that others can reach and no keys; E_OPTION_INVALID
 */
export async function startServer(options: ServerOptions & ListenOptions): Promise<RunningServer> {
  const { host = '127.0.0.1', port = 8080 } = options;
  const loopback = isLoopback(host);
  if (!loopback && (options.keys ?? []).length === 0) throw openHost(host);
  const served = await createApp({ ...options, loopback });
  const server = createAdaptorServer({ fetch: served.app.fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port)));
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    get active() {
      return served.active;
    },
    abort: () => served.abort(),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if ('closeIdleConnections' in server) server.closeIdleConnections();
      await served.finish();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function openHost(host: string): MullError {
  return new MullError('E_HOST_OPEN', `Others can reach ${host}, and the server has no keys.`, {
    hint: 'Give --keys FILE or the environment variable MULL_SERVER_KEY, or leave --host out to serve this machine only.',
  });
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): MullError {
  const taken = error.code === 'EADDRINUSE';
  const why = taken ? 'another program uses it' : error.code === 'EACCES' ? 'that is not allowed' : error.message;
  return new MullError('E_ADDRESS_IN_USE', `Cannot listen on ${host}:${port}: ${why}.`, {
    hint: taken ? `Give another port: --port ${port + 1}` : 'Give another --host or --port.',
    cause: error,
  });
}
