import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/adapter/open-engine.ts';
import type { PulledModel } from '../../src/hub/pulled-model.ts';
import { hubWorkspace } from '../support/hub-workspace.ts';
import { randomModel, smallModel } from './pocket/random-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'mull-'));

afterAll(() => rmSync(folder, { recursive: true }));

test('"pebble" is the bundled model', async () => {
  const engine = await openEngine('pebble');
  expect(engine.id).toBe('pocket:pebble');
  expect(engine.model).toMatchObject({ name: 'pebble', contextSize: 1024, vocabularySize: 344 });
  await engine.close();
});

test('the path of a GGUF file opens that file, named after it, with the options given', async () => {
  const path = join(folder, 'Tiny-Model.gguf');
  writeFileSync(path, randomModel(smallModel).bytes);
  const engine = await openEngine(path, { slots: 3, contextSize: 32, thinking: 'think' });
  expect(engine.id).toBe('pocket:Tiny-Model');
  expect(engine.abilities.slots).toBe(3);
  expect(engine.model.contextSize).toBe(32);
  expect(engine.model.thinking).toMatchObject({ name: 'think', foundBy: 'user' });
  await engine.close();
});

test('a path without a file says so', async () => {
  await expect(openEngine('no/such/model.gguf')).rejects.toMatchObject({
    code: 'E_MODEL_NOT_FOUND',
    message: 'There is no file no/such/model.gguf.',
    hint: 'Check the path. `pebble`, the bundled model, needs no file.',
  });
});

test('a path through a file is no file either', async () => {
  const path = join(import.meta.filename, 'model.gguf');
  await expect(openEngine(path)).rejects.toMatchObject({ code: 'E_MODEL_NOT_FOUND' });
});

test('a directory says so, whatever it is called', async () => {
  const path = join(folder, 'directory.gguf');
  mkdirSync(path);
  await expect(openEngine(path)).rejects.toMatchObject({
    code: 'E_MODEL_NOT_FOUND',
    message: `${path} is a directory.`,
  });
});

test('a file that is no model keeps the error of the engine', async () => {
  const path = join(folder, 'text.gguf');
  writeFileSync(path, 'hello');
  await expect(openEngine(path)).rejects.toMatchObject({ code: 'E_NOT_A_MODEL' });
});

test('a file that the pocket engine does not run goes to llama.cpp', async () => {
  const path = join(folder, 'unknown.gguf');
  writeFileSync(path, randomModel({ ...smallModel, metadata: { 'general.architecture': 'unheard-of' } }).bytes);
  await expect(openEngine(path)).rejects.toMatchObject({
    code: 'E_MODEL_UNSUPPORTED',
    message: expect.stringContaining('unknown.gguf is of a kind that this version of llama.cpp cannot run'),
  });
}, 60_000);

test('options that only llama.cpp has ask for it, even for the bundled model', async () => {
  const engine = await openEngine('pebble', { threads: 1, contextSize: 256, slots: 2 });
  expect(engine.id).toBe('llama:pebble');
  expect(engine.model.contextSize).toBe(256);
  await engine.close();
}, 60_000);

test.each([
  ['pebble', { model: 'x' }, 'The option model means nothing here: pebble is no server.'],
  ['pebble', { apiKey: 'sk-0123456789abcdef' }, 'The option apiKey means nothing here: pebble is no server.'],
  ['http://localhost:1/v1', { threads: 2 }, 'The option threads means nothing here: the engine is a server.'],
])('an option that would do nothing is refused: %s %j', async (specification, options, message) => {
  await expect(openEngine(specification, options)).rejects.toMatchObject({ code: 'E_OPTION_INVALID', message });
});

test('a misspelt name is corrected', async () => {
  await expect(openEngine('peble')).rejects.toMatchObject({
    code: 'E_ENGINE_UNKNOWN',
    message: 'There is no engine "peble".',
    hint: 'Did you mean "pebble"?',
  });
});

test.each(['', 'gpt-oss', 'qwen3:8b'])('an unknown name lists what there is: "%s"', async (name) => {
  await expect(openEngine(name)).rejects.toMatchObject({
    code: 'E_ENGINE_UNKNOWN',
    hint: 'Use `pebble`, the path of a .gguf file, hf:owner/repo, or the URL of a server.',
  });
});

test('a file that does not end in .gguf is named as one', async () => {
  await expect(openEngine(import.meta.filename)).rejects.toMatchObject({
    code: 'E_ENGINE_UNKNOWN',
    message: `${import.meta.filename} is not a .gguf file.`,
  });
});

test('a name that looks like a repository is taken for one that lacks its prefix', async () => {
  await expect(openEngine('Qwen/Qwen3-0.6B-GGUF:Q8_0')).rejects.toMatchObject({
    code: 'E_ENGINE_UNKNOWN',
    hint: 'Did you mean "hf:Qwen/Qwen3-0.6B-GGUF:Q8_0"?',
  });
});

test.each(['127.0.0.1:8080', 'localhost:8000/v1', 'gpu:8000/v1', '[::1]:8080'])(
  'an address without a scheme is taken for a server that lacks it: %s',
  async (address) => {
    await expect(openEngine(address)).rejects.toMatchObject({
      code: 'E_ENGINE_UNKNOWN',
      hint: `Did you mean "http://${address}"?`,
    });
  },
);

test('a URL is a server, and its password is never shown', async () => {
  await expect(openEngine('http://me:secret@localhost:1/v1')).rejects.toMatchObject({
    code: 'E_ENGINE_UNREACHABLE',
    message: expect.not.stringContaining('secret'),
  });
}, 30_000);

describe('hf:owner/repo', () => {
  test('is pulled once, and opened', async () => {
    const model = randomModel(smallModel).bytes;
    const { options } = await hubWorkspace({ 'o/r': { files: { 'tiny-f32.gguf': model } } });
    const pulled: PulledModel[] = [];
    const hub = { ...options, onPulled: (found: PulledModel) => pulled.push(found) };
    for (let round = 0; round < 2; round += 1) {
      const engine = await openEngine('hf:o/r', { hub });
      expect(engine.id).toBe('pocket:tiny-f32');
      await engine.close();
    }
    expect(pulled.map(({ received }) => received)).toEqual([model.length, 0]);
  });

  test('that does not exist keeps the error of the Hub', async () => {
    const { options } = await hubWorkspace({});
    await expect(openEngine('hf:o/none', { hub: options })).rejects.toMatchObject({ code: 'E_HUB_NOT_FOUND' });
  });
});
