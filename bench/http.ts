// `npm run bench:http [ROUNDS]`: what the http engine adds to a bare `fetch` loop over the same server, with the very
// same requests, interleaved, medians. Needs the server that `node scripts/setup.mjs` gets.
import type { Sequence } from '../src/engine/sequence.ts';
import { createHttpEngine, type HttpEngine } from '../src/http.ts';
import { startLlamaServer } from '../test/support/llama-server.ts';
import { median } from './median.ts';

const rounds = Number(process.argv[2] ?? 15);
/** Tokens of the one long answer, and segments of one token each behind one appended token. */
const [tokens, segments] = [512, 64];
/** Means nothing to pebble, so that it never ends its turn. */
const prompt = { parts: [{ text: 'the the *2 7+3x a1', control: false }] };
const sampling = { temperature: 0 };

interface Spent {
  readonly wall: number;
  /** Of this process: the server has its own. */
  readonly processor: number;
}

interface Request {
  readonly url: string;
  readonly body: string;
}

const server = await startLlamaServer();
let recorded: Request[] = [];
const engine = await createHttpEngine({
  url: server.url,
  fetch: (input, init) => {
    if (String(init?.body).includes('"stream":true')) recorded.push({ url: String(input), body: String(init?.body) });
    return fetch(input, init);
  },
});

const rows = ['| what | mull | bare fetch | added |', '| --- | ---: | ---: | ---: |'];
for (const [name, count, work] of [
  ['token', tokens, longAnswer],
  ['segment', segments, shortSegments],
] as const) {
  const ours: Spent[] = [];
  const bare: Spent[] = [];
  // One round first for the compilers and the cache of the server.
  for (let round = -1; round < rounds; round += 1) {
    recorded = [];
    const own = await spent(() => work(engine));
    const requests = recorded;
    const other = await spent(() => replay(requests));
    if (round < 0) continue;
    ours.push(own);
    bare.push(other);
  }
  for (const field of ['wall', 'processor'] as const) {
    const [a, b] = [ours, bare].map((list) => list.map((each) => (each[field] / count) * 1000));
    const added = median(a!.map((value, index) => value - b![index]!));
    const cells = [median(a!), median(b!), added].map((value) => value.toFixed(1));
    rows.push(`| per ${name}, ${field === 'wall' ? 'on the clock' : 'processor time here'} | ${cells.join(' | ')} |`);
  }
}
console.log(rows.join('\n'));
console.log(
  `\nMicroseconds; medians of ${rounds} interleaved rounds with the same requests: one answer of ${tokens} tokens, and ` +
    `${segments} times\none token appended and one written. llama-server with pebble on this machine; Node ${process.versions.node}.`,
);
await engine.close();
await server.close();

async function longAnswer(used: HttpEngine): Promise<void> {
  const sequence = await used.open(prompt, { seed: 0 });
  const written = await write(sequence, tokens);
  if (written !== tokens) throw new Error(`pebble wrote ${written} tokens of ${tokens}`);
  await sequence.close();
}

async function shortSegments(used: HttpEngine): Promise<void> {
  const sequence = await used.open(prompt, { seed: 0 });
  for (let segment = 0; segment < segments; segment += 1) {
    await sequence.append([{ text: 'Wait', control: false }], { channel: 'thinking' });
    await write(sequence, 1);
  }
  await sequence.close();
}

async function write(sequence: Sequence, maxTokens: number): Promise<number> {
  const generation = sequence.generate({ channel: 'thinking', maxTokens, stop: [], sampling });
  let written = 0;
  for await (const chunk of generation) written += chunk.tokens?.length ?? 0;
  await generation.end;
  return written;
}

/** The least a client can do: send, split the stream at line ends, and parse every event. */
async function replay(requests: readonly Request[]): Promise<void> {
  for (const { url, body } of requests) {
    const send = (): Promise<Response> =>
      fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    // The server closes a connection after a hundred requests, at times just as the next one is sent.
    const response = await send().catch(send);
    const decoder = new TextDecoder();
    let rest = '';
    let written = 0;
    for await (const bytes of response.body!) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (!line.startsWith('data: ') || line === 'data: [DONE]') continue;
        written += (JSON.parse(line.slice(6)) as { tokens?: number[] }).tokens?.length ?? 0;
      }
    }
    if (written === 0) throw new Error(`nothing came from ${url}`);
  }
}

async function spent(work: () => Promise<void>): Promise<Spent> {
  const before = { time: performance.now(), processor: process.cpuUsage() };
  await work();
  const { user, system } = process.cpuUsage(before.processor);
  return { wall: performance.now() - before.time, processor: (user + system) / 1000 };
}
