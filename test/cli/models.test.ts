import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pullPrinter } from '../../src/cli/pull-printer.ts';
import { run } from '../../src/cli/run.ts';
import { randomModel, smallModel } from '../adapter/pocket/random-model.ts';
import { type HubWorkspace, hubWorkspace } from '../support/hub-workspace.ts';
import { type FakeHost, fakeHost } from './fake-host.ts';

const model = randomModel(smallModel).bytes;

describe('mull models', () => {
  test('lists, pulls and removes', async () => {
    const workspace = await hubWorkspace({ 'o/r': { files: { 'tiny-F32.gguf': model } } });
    const before = await models([], workspace);
    expect(before.printed.output).toMatch(
      /^pebble \(bundled\)\n {2}1\.6 MiB · qwen2 · 832,640 parameters · F16 · context 1,024/,
    );
    expect(before.printed.output).toContain('thinking s1: <|im_start|>think');
    expect(before.printed.output).toContain('npx mull models pull hf:owner/repo');

    const pulled = await models(['pull', 'hf:o/r'], workspace);
    expect(pulled.printed.output).toMatch(
      /^✓ hf:o\/r:tiny-F32\.gguf\n {2}.* came, .* in all\n {2}\/.*tiny-F32\.gguf\n/,
    );
    expect(pulled.printed.output).toContain('npx mull think --engine hf:o/r:tiny-F32.gguf');
    expect(pulled.printed.error).toMatch(/^tiny-F32\.gguf · 0% · 0 bytes of /);
    expect(pulled.printed.error).toMatch(/100%.*\n$/);

    const again = await models(['pull', 'hf:o/r', '--json'], workspace);
    const { path, received } = JSON.parse(again.printed.output);
    expect([existsSync(path), received, again.printed.error]).toEqual([true, 0, '']);

    const listed = (await models(['--json'], workspace)).printed.output.trim().split('\n');
    expect(listed.map((line) => JSON.parse(line)).map(({ name, from }) => [name, from])).toEqual([
      ['pebble', 'bundled'],
      ['hf:o/r:tiny-F32.gguf', 'cache'],
    ]);

    const removed = await models(['rm', 'hf:o/r'], workspace);
    expect(removed.printed.output).toMatch(/^✓ removed hf:o\/r:tiny-F32\.gguf\n {2}.* freed\n$/);
    expect((await models([], workspace)).printed.output).not.toContain('hf:o/r:');
  });

  test('lists a file that is no model with what is wrong, by its name', async () => {
    const workspace = await hubWorkspace({ 'o/r': { files: { 'broken.gguf': new Uint8Array(50) } } });
    await models(['pull', 'hf:o/r'], workspace);
    const { printed } = await models([], workspace);
    expect(printed.output).toContain('hf:o/r:broken.gguf\n  50 bytes\n  ▲ broken.gguf does not begin with "GGUF".\n');
  });

  test('thinks with a model of the Hub, with progress on standard error only', async () => {
    const pebble = readFileSync(resolve(import.meta.dirname, '../../models/pebble.gguf'));
    const workspace = await hubWorkspace({ 'o/r': { files: { 'copy.gguf': pebble } } });
    const host = hostOf(workspace);
    expect(await run(['think', '--engine', 'hf:o/r', '--max', '4', '--answer', '4', '--json', 'a'], host)).toBe(0);
    const lines = host.printed.output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({ type: 'finish', result: { receipt: { engine: 'pocket:copy' } } });
    expect(host.printed.error).toContain('100%');
  });

  test.each([
    [['pul'], 'There is no command "models pul".', 'Did you mean "models pull"?'],
    [['hf:o/r'], 'There is no command "models hf:o/r".', 'npx mull models pull hf:o/r'],
    [['pull'], 'The argument <name> is missing.', 'See: npx mull help models'],
    [['pull', 'o/r'], '"o/r" does not name a model on the Hub: it does not begin with hf:.', 'Write hf:o/r.'],
    [['rm', 'pebble'], 'pebble comes with mull and cannot be removed.', '`mull models` lists'],
    [['rm', '--jsn', 'x'], 'There is no option "--jsn".', 'Did you mean "--json"?'],
  ])('%j is refused', async (argv, message, hint) => {
    const host = fakeHost();
    expect(await run(['models', ...argv], host)).toBe(2);
    expect(host.printed.error).toContain(`E_OPTION_INVALID  ${message}\n  ${hint}`);
  });

  test('Ctrl-C ends a pull with 130, and what came is kept', async () => {
    const workspace = await hubWorkspace({ 'o/r': { files: { 'm.gguf': new Uint8Array(5_000_000) } } });
    workspace.server.faults.push({ on: 'storage', delay: 500 });
    const host = hostOf(workspace);
    const running = run(['models', 'pull', 'hf:o/r'], host);
    setTimeout(() => host.interrupt(), 200);
    expect(await running).toBe(130);
    expect(host.printed.error).toContain('E_ABORTED');
    expect(host.printed.error).toContain('the next pull goes on from there');
  });

  test('a repository that is not there has the exit code of downloads', async () => {
    const host = hostOf(await hubWorkspace({}));
    expect(await run(['models', 'pull', 'hf:o/none'], host)).toBe(6);
    expect(host.printed.error).toContain('E_HUB_NOT_FOUND');
  });
});

describe('the progress of a pull', () => {
  const progress = { file: 'm.gguf', part: 1, parts: 1, total: 1000, waiting: false };

  test('is one line that changes on a terminal, drawn ten times a second at most, and gone in the end', async () => {
    const host = fakeHost();
    const errorOutput = { ...host.errorOutput, isTerminal: true, columns: 60 };
    let time = 0;
    const printer = pullPrinter({ ...host, errorOutput, environment: { NO_COLOR: '1' } }, () => time);
    for (let bytes = 0; bytes <= 1000; bytes += 10) {
      time += 10;
      printer.onProgress({ ...progress, bytes });
    }
    await printer.close();
    const drawings = host.printed.error.split('\r\u001b[K').slice(1);
    expect(drawings.length).toBeLessThan(15);
    expect(drawings.at(-1)).toBe('');
    expect(drawings.at(-2)).toMatch(/^m\.gguf · 100% · 1000 bytes of 1000 bytes/);
    expect(host.printed.error).not.toContain('\n');
  });

  test('is a line for each tenth elsewhere, and nothing for a model that is there', async () => {
    const host = fakeHost();
    const printer = pullPrinter(host);
    for (let bytes = 0; bytes <= 1000; bytes += 10) printer.onProgress({ ...progress, bytes });
    await printer.close();
    expect(host.printed.error.match(/\d+%/g)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((n) => `${n}%`));
    const silent = fakeHost();
    pullPrinter(silent).onProgress({ ...progress, bytes: 1000 });
    expect(silent.printed.error).toBe('');
  });
});

function hostOf({ server, cacheDir }: HubWorkspace): FakeHost {
  return fakeHost({ environment: { HF_ENDPOINT: server.url, HF_HUB_CACHE: cacheDir, npm_command: 'exec' } });
}

async function models(argv: readonly string[], workspace: HubWorkspace): Promise<FakeHost> {
  const host = hostOf(workspace);
  expect([await run(['models', ...argv], host), argv]).toEqual([0, argv]);
  return host;
}
