// What `npm run bench:serve` measures, in a process of its own: mull in front of a model server, or a plain node:http
// server that passes bytes on. Tells its CPU time and memory when asked.
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpEngine } from '../../src/adapter/http/create-http-engine.ts';
import { startServer } from '../../src/server/start-server.ts';

const [kind = 'mull', upstream = ''] = process.argv.slice(2);
const port = kind === 'mull' ? await startMull() : await startPassThrough();
process.send?.({ port });
process.on('message', () => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.({ cpu: user + system, memory: heapUsed + external });
});
process.on('disconnect', () => process.exit());

async function startMull(): Promise<number> {
  const engine = await createHttpEngine({ url: upstream, slots: 256 });
  const server = await startServer({ engine, port: 0, queue: 1000 });
  return Number(new URL(server.url).port);
}

async function startPassThrough(): Promise<number> {
  const { hostname, port: upstreamPort, pathname } = new URL(upstream);
  const server = createServer((incoming, outgoing) => {
    const forwarded = request(
      {
        hostname,
        port: upstreamPort,
        method: incoming.method,
        path: pathname.replace(/\/v1$/, '') + (incoming.url ?? ''),
        headers: { 'content-type': 'application/json' },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
