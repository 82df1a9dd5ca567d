import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { causeOfEnd } from '../../../src/adapter/llama/child-process.ts';
import { createLlamaEngine } from '../../../src/adapter/llama/create-llama-engine.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import type { GenerateOptions } from '../../../src/engine/generation.ts';
import { runScript } from './run-script.ts';

const { children } = vi.hoisted(() => ({ children: [] as ChildProcess[] }));
vi.mock('node:child_process', async (original) => {
  const real = await original<typeof import('node:child_process')>();
  const fork = (...given: Parameters<typeof real.fork>): ChildProcess => {
    const child = real.fork(...given);
    children.push(child);
    return child;
  };
  return { ...real, fork };
});

const path = resolve(import.meta.dirname, '../../../models/pebble.gguf');
const folder = mkdtempSync(join(tmpdir(), 'mull-'));
const prompt = { parts: [{ text: 'Last digit: 8 a1-3 b1*2 b2-1?', control: true }] };
const many: GenerateOptions = {
  channel: 'thinking',
  maxTokens: 900,
  stop: [],
  banFirst: ['turn-end'],
  sampling: { temperature: 1 },
};
const engines: Engine[] = [];

async function open(): Promise<Engine> {
  const engine = await createLlamaEngine({ path, isolate: true });
  engines.push(engine);
  return engine;
}

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

afterAll(() => rmSync(folder, { recursive: true }));

const crashed = {
  code: 'E_ENGINE_CRASHED',
  message: 'The process that runs the model ended (SIGABRT).',
  hint: expect.stringContaining('Open the sequence again'),
};

test('when the process of the model dies, everything in it fails and new sequences open in another one', async () => {
  const engine = await open();
  const sequence = await engine.open(prompt, { seed: 1, forks: 1 });
  const other = await engine.open(prompt, { seed: 2 });
  const generation = sequence.generate(many);
  const iterator = generation[Symbol.asyncIterator]();
  const first = await iterator.next();
  expect(first.done).toBe(false);
  children.at(-1)!.kill('SIGABRT');
  await expect(
    (async () => {
      for (;;) if ((await iterator.next()).done) throw new Error('it ended as if nothing had happened');
    })(),
  ).rejects.toMatchObject(crashed);
  await expect(generation.end).rejects.toMatchObject(crashed);
  await expect(other.append([{ text: 'more', control: false }])).rejects.toMatchObject(crashed);
  await expect(sequence.fork([3])).rejects.toMatchObject(crashed);
  expect(() => other.mark()).toThrow(expect.objectContaining(crashed));
  await Promise.all([sequence.close(), other.close()]);

  const [again, encoded] = await Promise.all([
    engine.open(prompt, { seed: 1 }),
    engine.encode!({ text: 'Wait', control: true }),
  ]);
  expect(encoded).toHaveLength(1);
  const chunk = await again.generate(many)[Symbol.asyncIterator]().next();
  expect(chunk.value).toEqual(first.value);
});

test('a call that is waiting when it dies fails too', async () => {
  const engine = await open();
  const taken = await Promise.all(
    Array.from({ length: engine.abilities.slots }, (_, seed) => engine.open(prompt, { seed })),
  );
  const waiting = expect(engine.open(prompt, { seed: 99 })).rejects.toMatchObject(crashed);
  const busy = taken[0]!.append([{ tokens: Array(900).fill(5) }], { read: [{ after: 0, top: 1 }] });
  const failing = expect(busy).rejects.toMatchObject(crashed);
  children.at(-1)!.kill('SIGABRT');
  await Promise.all([waiting, failing]);
});

test('a model that cannot be loaded says why, as without isolation', async () => {
  const short = join(folder, 'short.gguf');
  writeFileSync(short, readFileSync(path).subarray(0, 800_000));
  await expect(createLlamaEngine({ path: short, isolate: true })).rejects.toMatchObject({
    code: 'E_MODEL_CORRUPT',
    message: expect.stringContaining('is not within the file bounds'),
  });
});

test('settings and what the model is come from the other process', async () => {
  const engine = await createLlamaEngine({ path, isolate: true, slots: 3 });
  engines.push(engine);
  expect(engine.id).toBe('llama:pebble');
  expect(engine.model).toMatchObject({ name: 'pebble', vocabularySize: 344, thinking: { name: 's1' } });
  expect(engine.choices).toContainEqual({ name: 'slots', value: 3, by: 'user', why: 'as asked for' });
});

test('the other process ends with this one, even where this one is killed', async () => {
  let pid = 0;
  const { signal } = await runScript(
    `
      const engine = await createLlamaEngine({ path, isolate: true });
      const sequence = await engine.open(prompt, { seed: 1 });
      sequence.generate(many)[Symbol.asyncIterator]().next();
      const { execFileSync } = await import('node:child_process');
      const all = execFileSync('ps', ['-eo', 'pid,ppid,args']).toString().split('\\n');
      const child = all.map((line) => line.trim().split(/\\s+/)).find(([, parent, ...rest]) =>
        Number(parent) === process.pid && rest.join(' ').includes('isolation/child'));
      say('child ' + child[0]);
      setInterval(() => undefined, 1000);
    `,
    (line, kill) => {
      pid = Number(line.replace('child ', ''));
      kill('SIGKILL');
    },
  );
  expect(signal).toBe('SIGKILL');
  expect(pid).toBeGreaterThan(1);
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 10_000 });
});

test('an open engine does not keep its process from ending', async () => {
  const { code, output } = await runScript(`
    const engine = await createLlamaEngine({ path, isolate: true });
    const sequence = await engine.open(prompt, { seed: 1 });
    for await (const chunk of sequence.generate(many)) void chunk;
    say('done');
  `);
  expect(output.trim()).toBe('done');
  expect(code).toBe(0);
});

test('Ctrl-C in a terminal reaches both processes, and is this one to decide on', async () => {
  const engine = await open();
  const sequence = await engine.open(prompt, { seed: 1 });
  children.at(-1)!.kill('SIGINT');
  let text = '';
  for await (const chunk of sequence.generate({ ...many, maxTokens: 20 })) text += chunk.text;
  expect(text).not.toBe('');
});

test('the error names the assertion that failed', () => {
  const words = 'ggml.c:42: GGML_ASSERT(n > 0) failed\n[New LWP 7]\n';
  expect(causeOfEnd({ code: null, signal: 'SIGABRT' }, words)).toBe('SIGABRT: GGML_ASSERT(n > 0) failed');
  expect(causeOfEnd({ code: 134, signal: null }, '')).toBe('exit code 134');
});
