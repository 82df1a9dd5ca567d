import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseDataFiles } from '../../src/hub/choose-data-files.ts';
import { pullDataset } from '../../src/hub/pull-dataset.ts';
import { hubWorkspace } from '../support/hub-workspace.ts';

const rows = (count: number): Uint8Array =>
  new TextEncoder().encode(Array.from({ length: count }, (_, n) => `{"question": "${n}?", "answer": ${n}}\n`).join(''));
const repo = 'openai/gsm8k';

describe('a data set of the Hub', () => {
  test('is brought into the cache that other tools share, once', async () => {
    const { server, cacheDir, options } = await hubWorkspace({
      'datasets/openai/gsm8k': {
        files: { 'README.md': rows(1), 'main/test.jsonl': rows(3), 'main/train.jsonl': rows(9) },
      },
    });
    const pulled = await pullDataset({ repo, config: 'main', split: 'test' }, options);
    const [file] = pulled.files;
    expect(file?.name).toBe('main/test.jsonl');
    expect(file?.path).toBe(join(cacheDir, 'datasets--openai--gsm8k/snapshots', pulled.commit, 'main/test.jsonl'));
    expect(readFileSync(file?.path ?? '')).toEqual(Buffer.from(rows(3)));
    expect(existsSync(join(cacheDir, 'datasets--openai--gsm8k/refs/main'))).toBe(true);
    const before = server.seen.filter(({ kind }) => kind === 'storage').length;
    await pullDataset({ repo, config: 'main', split: 'test' }, options);
    expect(server.seen.filter(({ kind }) => kind === 'storage').length).toBe(before);
  });

  test('is taken from the cache where mull is offline, and where the Hub is down, which is told', async () => {
    const { server, options } = await hubWorkspace({ 'datasets/openai/gsm8k': { files: { 'test.jsonl': rows(3) } } });
    await expect(pullDataset({ repo }, { ...options, offline: true })).rejects.toMatchObject({ code: 'E_OFFLINE' });
    const first = await pullDataset({ repo }, options);
    expect(await pullDataset({ repo }, { ...options, offline: true })).toEqual(first);
    await server.close();
    const copy = await pullDataset({ repo }, options);
    expect(copy).toMatchObject({ files: first.files, notAsked: { code: 'E_HUB_UNREACHABLE' } });
  });

  test('that is gated says where its terms are accepted, and comes with a token', async () => {
    const { server, options } = await hubWorkspace({
      'datasets/Idavidrein/gpqa': { files: { 'gpqa_diamond.csv': rows(1) }, gated: true },
    });
    const spec = { repo: 'Idavidrein/gpqa', file: 'gpqa_diamond.csv' };
    await expect(pullDataset(spec, options)).rejects.toMatchObject({
      code: 'E_HUB_DENIED',
      hint: expect.stringContaining(`${server.url}/datasets/Idavidrein/gpqa`),
    });
    expect((await pullDataset(spec, { ...options, token: server.goodToken })).files).toHaveLength(1);
  });

  test('that is misspelt is told with the nearest one', async () => {
    const { server, options } = await hubWorkspace({ 'datasets/openai/gsm8k': { files: { 'test.jsonl': rows(1) } } });
    await expect(pullDataset({ repo: 'openai/gsm8' }, { ...options, token: server.goodToken })).rejects.toMatchObject({
      code: 'E_HUB_NOT_FOUND',
      hint: 'Did you mean hf:openai/gsm8k?',
    });
    await expect(pullDataset({ repo: 'gsm8k' }, options)).rejects.toMatchObject({ code: 'E_OPTION_INVALID' });
  });

  test('that the Hub fails to give is asked for again', async () => {
    const { server, options } = await hubWorkspace({ 'datasets/openai/gsm8k': { files: { 'test.jsonl': rows(3) } } });
    server.faults.push({ on: 'api', status: 503, times: 2 });
    expect((await pullDataset({ repo }, options)).files).toHaveLength(1);
  });
});

describe('which files are meant', () => {
  const paths = [
    'README.md',
    'main/test-00000-of-00001.parquet',
    'main/train-00000-of-00002.parquet',
    'main/train-00001-of-00002.parquet',
    'socratic/test-00000-of-00001.parquet',
  ];

  test.each([
    [{ config: 'main', split: 'test' }, ['main/test-00000-of-00001.parquet']],
    [{ config: 'main', split: 'train' }, ['main/train-00000-of-00002.parquet', 'main/train-00001-of-00002.parquet']],
    [{ file: 'socratic/test-00000-of-00001.parquet' }, ['socratic/test-00000-of-00001.parquet']],
  ])('%j', (choice, files) => {
    expect(chooseDataFiles(paths, { repo, ...choice })).toEqual(files);
  });

  test('one file is all there is, whatever the split is called', () => {
    expect(chooseDataFiles(['gpqa.csv', 'dataset_infos.json'], { repo, split: 'train' })).toEqual(['gpqa.csv']);
  });

  test.each([
    [{}, 'has several files of rows: main/test.parquet, main/train.parquet, socratic/test.parquet.'],
    [{ split: 'test' }, 'has several files of rows: main/test.parquet, socratic/test.parquet.'],
    [{ config: 'main', split: 'validation' }, 'has no split "validation".'],
    [{ config: 'mian' }, 'has no part "mian".'],
    [{ file: 'main/tset.parquet' }, 'has no file main/tset.parquet.'],
  ])('%j is not clear', (choice, message) => {
    expect(() => chooseDataFiles(paths, { repo, ...choice })).toThrow(message);
  });
});
