import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { scriptedEngine } from '../../src/testing.ts';
import { type FakeHost, type FakeHostOptions, fakeHost } from './fake-host.ts';

const folder = mkdtempSync(join(tmpdir(), 'mull-doctor-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('mull doctor', () => {
  test('finds that everything works with the bundled model', async () => {
    const { printed } = await doctor([], 0);
    for (const text of [
      /^✓ Node\.js +\d+\.\d+\.\d+ on /m,
      /^✓ node-llama-cpp +3\.22\.1, for larger GGUF models$/m,
      /^✓ Engine +pocket:pebble$/m,
      /^✓ Model +pebble, qwen2, 832,640 parameters, F16, 1\.6 MiB$/m,
      /^✓ Context +1,024 tokens, 8 sequences at a time$/m,
      /^✓ Thinking +s1: <\|im_start\|>think .*; found in the chat template$/m,
      /^│ .*\[Wait\].*\[cut at \d+\]$/m,
      /^✓ Counts +\d+ prompt \+ \d+ written \+ \d+ put in = \d+, exact$/m,
      /^✓ Repeated +the same seed gave the same tokens$/m,
      /^✓ Everything works\.$/m,
      /npx mull doctor --engine FILE\.gguf/,
    ]) {
      expect(printed.output).toMatch(text);
    }
  });

  test('tells the settings of llama.cpp and why', async () => {
    const { printed } = await doctor(['--threads', '1', '--context', '256'], 0);
    expect(printed.output).toMatch(/^✓ Engine +llama:pebble$/m);
    expect(printed.output).toMatch(/^✓ Threads +1: as asked for$/m);
    expect(printed.output).toMatch(/^✓ GPU +/m);
    expect(printed.output).toMatch(/^▲ Context +256 tokens of the 1,024 it was made for/m);
    expect(printed.output).toContain('▲ It works, with 1 warning.');
  }, 60_000);

  test('gives everything as one JSON value', async () => {
    const { printed } = await doctor(['--json'], 0);
    const value = JSON.parse(printed.output);
    expect(value).toMatchObject({ mull: '1.2.3', engine: 'pebble', warning: 0, failed: 0, probe: { forced: true } });
    expect(value.findings[0]).toMatchObject({ section: 'machine', what: 'Node.js', verdict: 'ok' });
  });

  test('tells an engine that cannot be opened as a failure among the other findings', async () => {
    const { printed } = await doctor(['--engine', 'nowhere.gguf'], 7);
    expect(printed.output).toMatch(/^✗ Opening it +E_MODEL_NOT_FOUND There is no file nowhere\.gguf\.$/m);
    expect(printed.output).toMatch(/^ +→ Check the path\./m);
    expect(printed.output).toContain('✗ 1 failure.');
    expect(printed.error).toBe('');
  });

  test('tells a run that breaks off as a failure', async () => {
    const broken = scriptedEngine({ script: 'one two three' });
    const open = broken.open.bind(broken);
    broken.open = async (prompt, options) => {
      const sequence = await open(prompt, options);
      await broken.close();
      return sequence;
    };
    const { printed } = await doctor(['--engine', 'm.gguf'], 7, { openEngine: async () => broken });
    expect(printed.output).toMatch(/^✗ The run +E_CLOSED /m);
  });

  test('takes the engine of mull.config.json', async () => {
    writeFileSync(join(folder, 'mull.config.json'), '{"engine": "elsewhere.gguf"}');
    const { printed } = await doctor([], 7, { workingDirectory: folder });
    expect(printed.output).toContain('examined with --engine');
    expect(printed.output).toContain('elsewhere.gguf');
  });

  test('is ended by Ctrl-C', async () => {
    const host = fakeHost({
      openEngine: (_, options) =>
        new Promise((_resolve, reject) => {
          options?.signal?.addEventListener('abort', () => reject(options.signal?.reason), { once: true });
          queueMicrotask(() => host.interrupt());
        }),
    });
    expect(await run(['doctor'], host)).toBe(130);
    expect(host.printed.error).toContain('E_ABORTED');
  });
});

async function doctor(argv: readonly string[], exitCode: number, options: FakeHostOptions = {}): Promise<FakeHost> {
  const host = fakeHost(options);
  expect(await run(['doctor', ...argv], host)).toBe(exitCode);
  return host;
}
