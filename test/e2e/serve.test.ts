import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { mull, script } from './mull.ts';

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  /** What it has printed so far on both outputs. */
  readonly printed: { text: string };
}

/** `mull serve`, once it listens. */
async function start(argv: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Started> {
  const child = spawn(process.execPath, [script, 'serve', '--port', '0', ...argv], {
    env: { ...process.env, npm_command: 'exec', ...environment },
  });
  running.push(child);
  const printed = { text: '' };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece) => {
      printed.text += piece;
    });
  for (;;) {
    const url = /served at (http:\S+)/.exec(printed.text)?.[1];
    if (url !== undefined) return { child, url, printed };
    await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then(() => Promise.reject(new Error(printed.text))),
    ]);
  }
}

const question = 'Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5 c3-2 c4-3 d1-2 d2*3 d3*2 d4*3 e1+3?';

function ask(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ messages: [{ role: 'user', content: question }], temperature: 0, ...body }),
  });
}

test('mull serve says where it listens, answers, logs a line without texts, and ends by Ctrl-C', async () => {
  const { child, url, printed } = await start(['--max', '30', '--ceiling', 'max=40,waits=2']);
  expect(printed.text).toContain(`OpenAI clients:    base URL ${url}/v1, model pebble`);
  const answer = await (await ask(url, {})).json();
  expect(answer.receipt.asked.max).toEqual({ value: 30, from: 'server default' });
  const more = await (await ask(url, { thinking_budget: 500 })).json();
  expect(more.receipt.bounds.max).toMatchObject({ asked: 40, verdict: 'held' });
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  const lines = printed.text.split('\n').filter((line) => line.startsWith('{'));
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { msg: 'served', api: 'chat', status: 200 },
    { msg: 'served', answers: [{ thinking: 40 }] },
  ]);
  expect(printed.text).not.toContain('Last digit');
});

test('SIGTERM finishes what runs', async () => {
  const { child, url, printed } = await start([]);
  const response = await ask(url, { stream: true, budget: { waits: 6 } });
  child.kill('SIGTERM');
  const text = await response.text();
  expect(text).toContain('data: [DONE]');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expect(printed.text).not.toContain('E_');
});

test('a key in the environment opens it to others, and stands in no log', async () => {
  const key = 'a-secret-of-many-characters';
  const { child, url, printed } = await start(['--host', '0.0.0.0', '--log-texts'], { MULL_SERVER_KEY: key });
  const local = url.replace('0.0.0.0', '127.0.0.1');
  expect((await ask(local, {})).status).toBe(401);
  expect((await ask(local, {}, { authorization: `Bearer ${key}` })).status).toBe(200);
  child.kill('SIGINT');
  await once(child, 'exit');
  expect(printed.text).toContain('Last digit');
  expect(printed.text).not.toContain(key);
});

test('what keeps it from starting is said in a line, with what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const busy = await mull(['serve', '--port', String(port)]);
  taken.close();
  expect([busy.exitCode, busy.error]).toEqual([
    2,
    expect.stringContaining(`E_ADDRESS_IN_USE  Cannot listen on 127.0.0.1:${port}`),
  ]);
  const open = await mull(['serve', '--host', '0.0.0.0', '--port', '0']);
  expect([open.exitCode, open.error]).toEqual([2, expect.stringContaining('E_HOST_OPEN')]);
  const gone = await mull(['serve', '--engine', 'http://127.0.0.1:9', '--port', '0']);
  expect([gone.exitCode, gone.error]).toEqual([4, expect.stringContaining('E_ENGINE_UNREACHABLE')]);
  const ceiling = await mull(['serve', '--ceiling', 'maxx=5']);
  expect([ceiling.exitCode, ceiling.error]).toEqual([2, expect.stringContaining('Did you mean "max"?')]);
  const keys = await mull(['serve', '--keys', 'does-not-exist.json']);
  expect([keys.exitCode, keys.error]).toEqual([
    2,
    expect.stringContaining('E_KEYS_INVALID  does-not-exist.json cannot be read'),
  ]);
});
