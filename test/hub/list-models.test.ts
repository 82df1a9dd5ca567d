import { mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gguf } from '@huggingface/gguf';
import { describe, expect, test } from 'vitest';
import { MullError } from '../../src/core/mull-error.ts';
import { listModels } from '../../src/hub/list-models.ts';
import { parseGgufHeader } from '../../src/hub/parse-gguf-header.ts';
import { pullModel } from '../../src/hub/pull-model.ts';
import { readGgufHeader } from '../../src/hub/read-gguf-header.ts';
import { content, hubWorkspace, temporaryFolder } from '../support/hub-workspace.ts';
import { type MetadataToWrite, writeGguf } from '../support/write-gguf.ts';

const metadata: Readonly<Record<string, MetadataToWrite>> = {
  'general.architecture': 'qwen3',
  'general.name': 'Tiny',
  'general.file_type': 7,
  'qwen3.context_length': 40_960,
  'tokenizer.chat_template': '{{ messages }}<think>',
};
const weights = [{ name: 'w', shape: [8, 4], values: new Float32Array(32), type: 'F32' as const }];
const model = writeGguf(metadata, weights);

describe('the models on this machine', () => {
  test('are the bundled one and those in the cache, with what their files say', async () => {
    const { options, cacheDir } = await hubWorkspace({
      'o/b': { files: { 'm-Q8_0.gguf': model } },
      'o/a': { files: { 'UD-Q4_K_XL/m-UD-Q4_K_XL.gguf': model, 'mmproj.gguf': model } },
    });
    await pullModel('hf:o/b', options);
    await pullModel('hf:o/a', options);
    await pullModel('hf:o/a:mmproj.gguf', options);
    const asked: string[] = [];
    const models = await listModels({
      cacheDir,
      thinkingOf: ({ name, chatTemplate }) => {
        asked.push(name);
        return chatTemplate?.includes('<think>') ? 'think' : 'prompted';
      },
    });
    expect(models[0]).toMatchObject({ name: 'pebble', from: 'bundled', architecture: 'qwen2', hasTemplate: true });
    expect(models[0]?.parameters).toBeGreaterThan(100_000);
    expect(models.slice(1)).toEqual([
      {
        name: 'hf:o/a:UD-Q4_K_XL/m-UD-Q4_K_XL.gguf',
        from: 'cache',
        path: expect.stringMatching(/models--o--a.*m-UD-Q4_K_XL\.gguf$/),
        paths: [models[1]?.path],
        bytes: model.length,
        architecture: 'qwen3',
        quantisation: 'UD-Q4_K_XL',
        parameters: 32,
        contextSize: 40_960,
        hasTemplate: true,
        thinking: 'think',
      },
      expect.objectContaining({ name: 'hf:o/b:m-Q8_0.gguf', quantisation: 'Q8_0' }),
    ]);
    expect(asked).toEqual(['pebble', 'm-UD-Q4_K_XL', 'm-Q8_0']);
  });

  test('are only the bundled one where nothing was pulled', async () => {
    const cacheDir = join(await temporaryFolder(), 'none');
    expect((await listModels({ cacheDir })).map(({ name }) => name)).toEqual(['pebble']);
  });

  test('are named so that the name opens them: other revisions with theirs, the same file once', async () => {
    const { server, options, cacheDir } = await hubWorkspace({
      'o/r': { files: { 'm.gguf': model }, revisions: { v1: { 'm.gguf': writeGguf({ ...metadata, x: 1 }, weights) } } },
    });
    const old = await pullModel('hf:o/r', options);
    await pullModel('hf:o/r@v1', options);
    const repo = server.repos['o/r'];
    if (repo) repo.files = { 'm.gguf': model, 'README.md': content(3) };
    await pullModel('hf:o/r', options);
    const names = async (): Promise<string[]> => (await listModels({ cacheDir })).map(({ name }) => name).slice(1);
    expect(await names()).toEqual(['hf:o/r:m.gguf', 'hf:o/r:m.gguf@v1']);
    if (repo) repo.files = { 'm.gguf': writeGguf({ ...metadata, x: 2 }, weights) };
    const { commit } = await pullModel('hf:o/r', options);
    const [first, , third] = await names();
    expect(first).toBe('hf:o/r:m.gguf');
    expect(third).toMatch(/^hf:o\/r:m\.gguf@[0-9a-f]{40}$/);
    expect(third).not.toContain(commit);
    expect(old.commit).not.toBe(commit);
    for (const name of await names()) {
      expect((await pullModel(name, { ...options, offline: true })).received).toBe(0);
    }
  });

  test('with several files are one, and its weights are counted together', async () => {
    const parts = { 'm-00001-of-00002.gguf': model, 'm-00002-of-00002.gguf': writeGguf({ 'split.no': 1 }, weights) };
    const { options, cacheDir } = await hubWorkspace({ 'o/r': { files: parts } });
    const { paths, bytes } = await pullModel('hf:o/r', options);
    const listed = (await listModels({ cacheDir }))[1];
    expect(listed).toMatchObject({ name: 'hf:o/r:m-00001-of-00002.gguf', paths, bytes, parameters: 64 });
    await unlink(paths[1] ?? '');
    expect((await listModels({ cacheDir }))[1]).toMatchObject({
      name: 'hf:o/r:m-00001-of-00002.gguf',
      problem: '1 of its files is missing; pull it again',
    });
  });

  test('that are damaged are listed with what is wrong', async () => {
    const { options, cacheDir } = await hubWorkspace({ 'o/r': { files: { 'a.gguf': content(500), 'b.gguf': model } } });
    const { path: a } = await pullModel('hf:o/r:a.gguf', options);
    const { path: b } = await pullModel('hf:o/r:b.gguf', options);
    await writeFile(b, model.subarray(0, model.length - 100));
    const models = await listModels({ cacheDir });
    expect(models.slice(1)).toMatchObject([
      { name: 'hf:o/r:a.gguf', hasTemplate: false, problem: `${a} does not begin with "GGUF".` },
      {
        name: 'hf:o/r:b.gguf',
        hasTemplate: false,
        problem: `${b} is damaged: it ends after ${model.length - 100} of ${model.length} bytes.`,
      },
    ]);
  });

  test('whose template cannot be read are listed with all else that is known', async () => {
    const { options, cacheDir } = await hubWorkspace({ 'o/r': { files: { 'm.gguf': model } } });
    await pullModel('hf:o/r', options);
    const thinkingOf = (): string => {
      throw new MullError('E_TEMPLATE_INVALID', 'The chat template cannot be parsed.', { hint: 'Give another.' });
    };
    expect((await listModels({ cacheDir, thinkingOf }))[1]).toMatchObject({
      architecture: 'qwen3',
      hasTemplate: true,
      problem: 'The chat template cannot be parsed.',
    });
  });

  test('leave aside what is no model: datasets, other files, links to nothing', async () => {
    const { options, cacheDir } = await hubWorkspace({ 'o/r': { files: { 'm.gguf': model } } });
    const { path } = await pullModel('hf:o/r', options);
    for (const name of [
      'datasets--o--d/snapshots/x.gguf',
      'models--odd/snapshots/x.gguf',
      `models--o--r/snapshots/${'b'.repeat(40)}/config.json`,
      `models--o--r/snapshots/.DS_Store`,
      'notes.txt',
    ]) {
      await mkdir(dirname(join(cacheDir, name)), { recursive: true });
      await writeFile(join(cacheDir, name), model);
    }
    expect((await listModels({ cacheDir })).map((model) => model.path).slice(1)).toEqual([path]);
  });
});

describe('the header of a file', () => {
  test('tells its quantisation where the name does not', async () => {
    const path = join(await temporaryFolder(), 'plain.gguf');
    await writeFile(path, model);
    expect(await readGgufHeader(path)).toEqual({
      architecture: 'qwen3',
      quantisation: 'Q8_0',
      parameters: 32,
      contextSize: 40_960,
      chatTemplate: '{{ messages }}<think>',
      title: 'Tiny',
    });
  });

  test('of a hostile or broken file is an error of ours, wherever it ends and whatever is changed', async () => {
    const path = join(await temporaryFolder(), 'x.gguf');
    const outcome = async (bytes: Uint8Array): Promise<string> => {
      await writeFile(path, bytes);
      return readGgufHeader(path).then(
        () => 'read',
        (error: { readonly code?: string; readonly message: string }) => error.code ?? error.message,
      );
    };
    const codes = ['E_MODEL_CORRUPT', 'E_NOT_A_MODEL'];
    for (let end = 0; end < model.length; end += 7) expect(codes).toContain(await outcome(model.subarray(0, end)));
    for (let at = 4; at < 300; at += 3) {
      const changed = model.slice();
      changed.fill(0xff, at, at + 4);
      expect(['read', ...codes]).toContain(await outcome(changed));
    }
  });

  test('agrees with the library that reads all of it', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'x.gguf');
    const words = Array.from({ length: 300_000 }, (_, index) => `word ${index}`);
    await writeFile(
      path,
      writeGguf({ words, numbers: { integers: [1, 2, 3] }, ratio: { float: 0.5 }, yes: true, ...metadata }, weights),
    );
    const theirs = await gguf(path, { allowLocalFile: true, computeParametersCount: true });
    const ours = await readGgufHeader(path);
    expect(ours).toMatchObject({
      architecture: theirs.metadata['general.architecture'],
      chatTemplate: Object.entries(theirs.metadata).find(([key]) => key === 'tokenizer.chat_template')?.[1],
      parameters: theirs.parameterCount,
    });
    const tables = parseGgufHeader(await readFile(path));
    expect(tables).toMatchObject({
      end: theirs.tensorInfoByteRange[1],
      metadata: new Map<string, unknown>([['ratio', 0.5], ['yes', true], ...Object.entries(metadata)]),
    });
  });

  test('of a file that is not there is refused', async () => {
    await expect(readGgufHeader('/nowhere/x.gguf')).rejects.toMatchObject({
      code: 'E_MODEL_NOT_FOUND',
      message: '/nowhere/x.gguf cannot be read (ENOENT).',
    });
  });

  test('is that of the bundled model', async () => {
    const path = join(import.meta.dirname, '../../models/pebble.gguf');
    const header = await readGgufHeader(path);
    expect(header.contextSize).toBeGreaterThan(0);
    expect((await readFile(path)).length).toBeGreaterThan(header.parameters);
  });
});
