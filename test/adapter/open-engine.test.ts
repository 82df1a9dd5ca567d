import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openEngine } from '../../src/adapter/open-engine.ts';
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

test('a model the pocket engine cannot run says why and what it runs', async () => {
  const path = join(folder, 'llama.gguf');
  writeFileSync(path, randomModel({ ...smallModel, metadata: { 'general.architecture': 'llama' } }).bytes);
  await expect(openEngine(path)).rejects.toMatchObject({
    code: 'E_MODEL_UNSUPPORTED',
    message: 'The pocket engine does not support the architecture "llama".',
    hint: 'It runs tiny Qwen2 models with F32 or F16 weights; this file needs another engine.',
  });
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
    hint: 'Use `pebble`, the bundled model, or the path of a .gguf file.',
  });
});

test('a file that does not end in .gguf is named as one', async () => {
  await expect(openEngine(import.meta.filename)).rejects.toMatchObject({
    code: 'E_ENGINE_UNKNOWN',
    message: `${import.meta.filename} is not a .gguf file.`,
  });
});

test('a URL says that this version speaks to no server, and never shows its password', async () => {
  await expect(openEngine('https://me:secret@gpu:8000/v1')).rejects.toMatchObject({
    code: 'E_ENGINE_UNKNOWN',
    message: 'This version of mull speaks to no server, so not to https://[redacted]@gpu:8000/v1.',
  });
});
