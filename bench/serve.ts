// `npm run bench:serve`: what mull costs in front of a model server, beside a plain node:http server that passes bytes on,
// both in the same run, in turn. The model server gives each stream a token every 20 ms of real time.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { median } from './median.ts';

const tokens = 150;
const milliseconds = 20;
const rounds = 3;
/** Streams at the same time, and how many one after another, so that few streams have many events too. */
const loads = [
  { streams: 1, repeats: 4 },
  { streams: 50, repeats: 1 },
  { streams: 200, repeats: 1 },
] as const;

type Kind = 'mull' | 'pass-through';

interface Usage {
  readonly cpu: number;
  readonly memory: number;
}

interface Measured {
  /** Microseconds of CPU time of the server per event. */
  readonly cpu: number;
  /** Bytes of memory of the server per stream, in mid-stream. */
  readonly memory: number;
  /** Milliseconds from the request to the first token. */
  readonly first: number;
}

// A connection for each stream: one kept from an earlier round may be closed by its server in the moment it is used.
const agent = new Agent({ keepAlive: false, maxSockets: 1000 });
const folder = join(import.meta.dirname, 'serve');
const upstream = fork(join(folder, 'upstream.ts'), [String(tokens), String(milliseconds)]);
const [{ url, model }] = (await once(upstream, 'message')) as [{ url: string; model: string }];
const servers = new Map<Kind, { readonly child: ChildProcess; readonly port: number }>();
for (const kind of ['pass-through', 'mull'] as const) {
  const child = fork(join(folder, 'server.ts'), [kind, url], { execArgv: ['--expose-gc'] });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  servers.set(kind, { child, port });
}

console.log('| streams | server | CPU per event | ratio | memory per stream | first token |');
console.log('| --- | --- | --- | --- | --- | --- |');
try {
  for (const kind of servers.keys()) await measure(kind, 4, 1); // compiles what is hot
  for (const { streams, repeats } of loads) {
    const runs: Record<Kind, Measured[]> = { 'pass-through': [], mull: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const kind of servers.keys()) runs[kind].push(await measure(kind, streams, repeats));
    }
    const of = (kind: Kind, what: keyof Measured): number => median(runs[kind].map((run) => run[what]));
    for (const kind of servers.keys()) {
      const ratio = of(kind, 'cpu') / of('pass-through', 'cpu');
      console.log(
        `| ${streams} | ${kind} | ${of(kind, 'cpu').toFixed(1)} µs | ${kind === 'mull' ? `${ratio.toFixed(2)}×` : ''} | ` +
          `${(of(kind, 'memory') / 1024).toFixed(0)} KiB | ${of(kind, 'first').toFixed(1)} ms |`,
      );
    }
  }
} finally {
  for (const { child } of servers.values()) child.disconnect();
  upstream.disconnect();
}

async function measure(kind: Kind, streams: number, repeats: number): Promise<Measured> {
  const { child, port } = servers.get(kind)!;
  const before = await usage(child);
  let middle = before;
  let events = 0;
  const firsts: number[] = [];
  for (let turn = 0; turn < repeats; turn += 1) {
    const all = Promise.all(Array.from({ length: streams }, () => stream(port)));
    // All have begun by then, and none is near its end.
    await setTimeout((tokens * milliseconds) / 2);
    if (turn === 0) middle = await usage(child);
    for (const each of await all) {
      events += each.events;
      firsts.push(each.first);
    }
  }
  const after = await usage(child);
  return {
    cpu: (after.cpu - before.cpu) / events,
    memory: (middle.memory - before.memory) / streams,
    first: median(firsts),
  };
}

async function usage(child: ChildProcess): Promise<Usage> {
  child.send('usage');
  const [answer] = (await once(child, 'message')) as [Usage];
  return answer;
}

/** One stream from its request to its end: its events, and when the first token came. */
function stream(port: number): Promise<{ readonly events: number; readonly first: number }> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    let events = 0;
    let first = Number.NaN;
    const sent = request(
      {
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/v1/chat/completions',
        agent,
        headers: { 'content-type': 'application/json' },
      },
      (response) => {
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          if (Number.isNaN(first) && /"reasoning(_content)?":"[^"]/.test(text)) first = performance.now() - began;
          events += text.split('data: ').length - 1;
        });
        response.once('end', () =>
          events > tokens / 2 ? resolve({ events, first }) : reject(new Error(`only ${events} events`)),
        );
        response.once('error', reject);
      },
    );
    sent.once('error', reject);
    sent.end(
      JSON.stringify({
        model,
        stream: true,
        max_tokens: 1000,
        temperature: 0,
        messages: [{ role: 'user', content: 'Why?' }],
      }),
    );
  });
}
