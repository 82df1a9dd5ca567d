import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { openEngine } from '../../src/adapter/open-engine.ts';
import { mostPocketBytes } from '../../src/adapter/open-model-file.ts';
import { hubWorkspace } from '../support/hub-workspace.ts';
import { randomModel, smallModel } from './pocket/random-model.ts';

vi.mock('node-llama-cpp', () => {
  throw new Error('not installed');
});

const folder = mkdtempSync(join(tmpdir(), 'mull-'));
afterAll(() => rmSync(folder, { recursive: true }));

const missing = { code: 'E_PEER_MISSING', hint: 'npm install node-llama-cpp@3.22.1' };

test('without node-llama-cpp a model that needs it says how to install it', async () => {
  const path = join(folder, 'llama.gguf');
  writeFileSync(path, randomModel({ ...smallModel, metadata: { 'general.architecture': 'llama' } }).bytes);
  await expect(openEngine(path)).rejects.toMatchObject(missing);
});

test('without node-llama-cpp a tiny model runs all the same', async () => {
  const path = join(folder, 'tiny.gguf');
  writeFileSync(path, randomModel(smallModel).bytes);
  const engine = await openEngine(path);
  expect(engine.id).toBe('pocket:tiny');
  await engine.close();
});

test('without node-llama-cpp a large model is not pulled to no purpose', async () => {
  const { options } = await hubWorkspace({ 'o/r': { files: { 'large.gguf': new Uint8Array(mostPocketBytes + 1) } } });
  let pulled = false;
  const hub = {
    ...options,
    onPulled: () => {
      pulled = true;
    },
  };
  await expect(openEngine('hf:o/r', { hub })).rejects.toMatchObject(missing);
  expect(pulled).toBe(false);
});
