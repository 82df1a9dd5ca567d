import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, readlink, rm, type symlink, unlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { downloadFileToCacheDir, scanCacheDir } from '@huggingface/hub';
import { describe, expect, test, vi } from 'vitest';
import { findCachedModel } from '../../src/hub/find-cached-model.ts';
import type { PullProgress } from '../../src/hub/keep-files.ts';
import { linkSnapshot } from '../../src/hub/link-snapshot.ts';
import { listFiles } from '../../src/hub/list-files.ts';
import { parseHubSpec } from '../../src/hub/parse-hub-spec.ts';
import { pullModel } from '../../src/hub/pull-model.ts';
import { gitChecksum } from '../support/hub-server.ts';
import { content, hubWorkspace, temporaryFolder } from '../support/hub-workspace.ts';

const model = content(300_000);
const sha256 = createHash('sha256').update(model).digest('hex');

describe('pulling a model', () => {
  test('brings the file, and says where it is', async () => {
    const { options, cacheDir } = await hubWorkspace({
      'o/r': { files: { 'README.md': content(9), 'm-Q8_0.gguf': model } },
    });
    const pulled = await pullModel('hf:o/r', options);
    expect(await readFile(pulled.path)).toEqual(Buffer.from(model));
    expect(pulled).toMatchObject({
      name: 'hf:o/r:m-Q8_0.gguf',
      file: 'm-Q8_0.gguf',
      paths: [pulled.path],
      bytes: model.length,
      received: model.length,
    });
    expect(pulled.path).toBe(join(cacheDir, 'models--o--r/snapshots', pulled.commit, 'm-Q8_0.gguf'));
    expect(pulled.notAsked).toBeUndefined();
  });

  test('lays it out as the other tools of the Hub do', async () => {
    // https://huggingface.co/docs/huggingface_hub/guides/manage-cache
    const { options, cacheDir } = await hubWorkspace({ 'o/r': { files: { 'Q8_0/m.gguf': model } } });
    const { path, commit } = await pullModel('hf:o/r', options);
    const folder = join(cacheDir, 'models--o--r');
    expect(await listFiles(folder)).toEqual([`blobs/${sha256}`, 'refs/main', `snapshots/${commit}/Q8_0/m.gguf`]);
    expect(await readlink(path)).toBe(join('../../../blobs', sha256));
    expect(await readFile(join(folder, 'refs/main'), 'utf8')).toBe(commit);
    const { repos, warnings } = await scanCacheDir(cacheDir);
    expect(warnings).toEqual([]);
    expect(repos).toMatchObject([
      { id: { name: 'o/r', type: 'model' }, revisions: [{ commitOid: commit, refs: ['main'] }] },
    ]);
  });

  test('tells how far it is, up to the last byte', async () => {
    const { options } = await hubWorkspace({ 'o/r': { files: { 'm.gguf': model } } });
    const seen: PullProgress[] = [];
    await pullModel('hf:o/r', { ...options, onProgress: (progress) => seen.push(progress) });
    expect(seen[0]).toEqual({ file: 'm.gguf', part: 1, parts: 1, bytes: 0, total: model.length, waiting: false });
    expect(seen.at(-1)).toMatchObject({ bytes: model.length, total: model.length });
    expect(seen.map(({ bytes }) => bytes)).toEqual([...seen.map(({ bytes }) => bytes)].sort((a, b) => a - b));
  });

  test('fetches all parts of a split model, and opens at the first', async () => {
    const parts = [content(5000, 1), content(7000, 2), content(3000, 3)];
    const files = Object.fromEntries(parts.map((part, index) => [`m-0000${index + 1}-of-00003.gguf`, part]));
    const { options } = await hubWorkspace({ 'o/r': { files } });
    const seen: PullProgress[] = [];
    const pulled = await pullModel('hf:o/r:m-00002-of-00003.gguf', {
      ...options,
      onProgress: (progress) => seen.push(progress),
    });
    expect(pulled.file).toBe('m-00001-of-00003.gguf');
    expect(pulled.path).toBe(pulled.paths[0]);
    expect(await Promise.all(pulled.paths.map((path) => readFile(path)))).toEqual(
      parts.map((part) => Buffer.from(part)),
    );
    expect(seen.at(-1)).toMatchObject({ part: 3, parts: 3, bytes: 15_000, total: 15_000 });
  });

  test('takes files that git stores itself, by the checksum of git', async () => {
    const { options, cacheDir } = await hubWorkspace({ 'o/r': { plainGit: true, files: { 'm.gguf': model } } });
    const { path } = await pullModel('hf:o/r', options);
    expect(await readFile(path)).toEqual(Buffer.from(model));
    expect(await readdir(join(cacheDir, 'models--o--r/blobs'))).toEqual([gitChecksum(model)]);
  });

  test('takes an empty file and names with spaces and signs', async () => {
    const files = { 'a dir/m #1 + 100%.gguf': model, 'empty.gguf': new Uint8Array() };
    const { options } = await hubWorkspace({ 'o/r': { plainGit: true, files } });
    expect(await readFile((await pullModel('hf:o/r:a dir/m #1 + 100%.gguf', options)).path)).toEqual(
      Buffer.from(model),
    );
    expect((await pullModel('hf:o/r:empty.gguf', options)).bytes).toBe(0);
  });

  test('at a branch, a tag or a commit takes what that stands for', async () => {
    const old = content(2000, 7);
    const revisions = { v1: { 'm.gguf': old }, 'refs/pr/1': { 'm.gguf': content(3000, 8) } };
    const { options, cacheDir } = await hubWorkspace({ 'o/r': { files: { 'm.gguf': model }, revisions } });
    const tagged = await pullModel('hf:o/r@v1', options);
    expect(await readFile(tagged.path)).toEqual(Buffer.from(old));
    expect(tagged.name).toBe('hf:o/r:m.gguf@v1');
    expect((await pullModel(`hf:o/r@${tagged.commit}`, options)).path).toBe(tagged.path);
    expect((await pullModel('hf:o/r@refs/pr/1', options)).bytes).toBe(3000);
    expect(await listFiles(join(cacheDir, 'models--o--r/refs'))).toEqual(['refs/pr/1', 'v1']);
  });

  test('uses Xet where the Hub offers it, also in the middle of a file', async () => {
    const { server, options, cacheDir } = await hubWorkspace({ 'o/r': { xet: true, files: { 'm.gguf': model } } });
    await growPartial(cacheDir, 12_345);
    const pulled = await pullModel('hf:o/r', options);
    expect(await readFile(pulled.path)).toEqual(Buffer.from(model));
    expect(pulled.received).toBe(model.length - 12_345);
    expect(server.seen.some(({ kind, path }) => kind === 'xet' && path.startsWith('/xorb/'))).toBe(true);
    expect(server.seen.some(({ kind }) => kind === 'storage')).toBe(false);
  });

  test('goes the plain way where Xet is switched off or fails', async () => {
    const { server, options, cacheDir } = await hubWorkspace({ 'o/r': { xet: true, files: { 'm.gguf': model } } });
    server.faults.push({ on: 'xet', status: 500, times: 50 });
    expect(await readFile((await pullModel('hf:o/r', options)).path)).toEqual(Buffer.from(model));

    await rm(cacheDir, { recursive: true });
    server.seen.length = 0;
    vi.stubEnv('HF_HUB_DISABLE_XET', '1');
    expect((await pullModel('hf:o/r', options)).received).toBe(model.length);
    expect(server.seen.filter(({ kind }) => kind === 'xet')).toEqual([]);
  });

  async function growPartial(cacheDir: string, bytes: number): Promise<void> {
    const partial = join(cacheDir, `models--o--r/blobs/${sha256}.mull.incomplete`);
    await mkdir(dirname(partial), { recursive: true });
    await writeFile(partial, model.subarray(0, bytes));
  }
});

describe('what is in the cache', () => {
  test('is not fetched again', async () => {
    const { server, options } = await hubWorkspace({ 'o/r': { files: { 'm.gguf': model } } });
    const first = await pullModel('hf:o/r', options);
    server.seen.length = 0;
    expect(await pullModel('hf:o/r', options)).toEqual({ ...first, received: 0 });
    expect(server.seen.map(({ kind }) => kind)).toEqual(['api', 'api']);
  });

  test('is taken without a question where a commit is named', async () => {
    const { server, options } = await hubWorkspace({ 'o/r': { files: { 'm.gguf': model } } });
    const { commit, path } = await pullModel('hf:o/r', options);
    server.seen.length = 0;
    expect((await pullModel(`hf:o/r:m.gguf@${commit}`, options)).path).toBe(path);
    expect(server.seen).toEqual([]);
  });

  test('is shared between commits that have the same file', async () => {
    const { server, options } = await hubWorkspace({ 'o/r': { files: { 'm.gguf': model } } });
    const before = await pullModel('hf:o/r', options);
    const repo = server.repos['o/r'];
    if (repo) repo.files = { ...repo.files, 'new.txt': content(3) };
    const after = await pullModel('hf:o/r', options);
    expect(after.commit).not.toBe(before.commit);
    expect(after.received).toBe(0);
    expect(await readlink(after.path)).toBe(await readlink(before.path));
  });

  test('gives way to a newer version on the Hub, and stays where it is', async () => {
    const { server, options } = await hubWorkspace({ 'o/r': { files: { 'm.gguf': model } } });
    const before = await pullModel('hf:o/r', options);
    const newer = content(1234, 9);
    const repo = server.repos['o/r'];
    if (repo) repo.files = { 'm.gguf': newer };
    const after = await pullModel('hf:o/r', options);
    expect(await readFile(after.path)).toEqual(Buffer.from(newer));
    expect(await readFile(before.path)).toEqual(Buffer.from(model));
    expect((await pullModel('hf:o/r', { ...options, offline: true })).path).toBe(after.path);
  });

  test('is taken when the Hub cannot be reached, with the reason', async () => {
    const { server, options } = await hubWorkspace({ 'o/r': { files: { 'm.gguf': model } } });
    const { path } = await pullModel('hf:o/r', options);
    await server.close();
    const again = await pullModel('hf:o/r', options);
    expect(again).toMatchObject({ path, received: 0, notAsked: { code: 'E_HUB_UNREACHABLE' } });
  });

  test('that another tool has put there is found', async () => {
    const { server, options, cacheDir } = await hubWorkspace({ 'o/r': { files: { 'm.gguf': model } } });
    vi.spyOn(console, 'debug').mockImplementation(() => {});
    // The library's own download files it under the commit that last changed the file, here unknown, and writes no ref.
    const revision = (await pullModel('hf:o/r', options)).commit;
    await rm(cacheDir, { recursive: true });
    const path = await downloadFileToCacheDir({ repo: 'o/r', path: 'm.gguf', revision, hubUrl: server.url, cacheDir });
    expect((await pullModel('hf:o/r', { ...options, offline: true })).path).toBe(path);
    expect((await pullModel('hf:o/r', options)).received).toBe(0);
  });

  test('that lies in snapshots itself, as without symbolic links, is found', async () => {
    const { options } = await hubWorkspace({ 'o/r': { files: { 'm.gguf': model } } });
    const { path } = await pullModel('hf:o/r', options);
    await rm(join(dirname(path), '../../blobs'), { recursive: true });
    await unlink(path);
    await writeFile(path, model);
    expect(await pullModel('hf:o/r', options)).toMatchObject({ path, received: 0 });
    expect((await lstat(path)).isFile()).toBe(true);
  });

  test('but cut short by somebody is fetched anew', async () => {
    const { options } = await hubWorkspace({ 'o/r': { files: { 'm.gguf': model } } });
    const { path } = await pullModel('hf:o/r', options);
    await writeFile(path, model.subarray(0, 10));
    expect((await pullModel('hf:o/r', options)).received).toBe(model.length);
    expect(await readFile(path)).toEqual(Buffer.from(model));
  });

  test('stays untouched where it belongs to others', async () => {
    const { options, cacheDir } = await hubWorkspace({ 'o/r': { files: { 'm.gguf': model } } });
    const foreign = [
      'datasets--o--d/blobs/x',
      'models--o--r/blobs/abc.incomplete',
      `models--o--r/snapshots/${'a'.repeat(40)}/x.json`,
      'blobs/ab/cd',
    ];
    for (const name of foreign) {
      await mkdir(dirname(join(cacheDir, name)), { recursive: true });
      await writeFile(join(cacheDir, name), name);
    }
    await pullModel('hf:o/r', options);
    for (const name of foreign) expect(await readFile(join(cacheDir, name), 'utf8')).toBe(name);
  });
});

describe('offline', () => {
  test('nothing is asked of the network, and what is missing is named', async () => {
    const { server, options, cacheDir } = await hubWorkspace({ 'o/r': { files: { 'm.gguf': model } } });
    vi.stubEnv('HF_HUB_OFFLINE', '1');
    await expect(pullModel('hf:o/r', options)).rejects.toMatchObject({
      code: 'E_OFFLINE',
      message: `hf:o/r is not in ${cacheDir}, and mull is told to stay offline.`,
      hint: 'Pull it once while online, or unset HF_HUB_OFFLINE.',
    });
    expect(server.seen).toEqual([]);
    const { path } = await pullModel('hf:o/r', { ...options, offline: false });
    expect((await pullModel('hf:o/r', options)).path).toBe(path);
    await expect(pullModel('hf:o/r@v9', options)).rejects.toMatchObject({ code: 'E_OFFLINE' });
    await expect(pullModel('hf:o/r:Q8_0', options)).rejects.toMatchObject({ code: 'E_OFFLINE' });
  });

  test('a split model of which a part is missing is not there', async () => {
    const files = { 'm-00001-of-00002.gguf': content(10), 'm-00002-of-00002.gguf': content(20) };
    const { options } = await hubWorkspace({ 'o/r': { files } });
    const { paths } = await pullModel('hf:o/r', options);
    expect(await findCachedModel(parseHubSpec('hf:o/r'), options)).toMatchObject({ paths, bytes: 30 });
    await unlink(join(dirname(paths[1] ?? ''), await readlink(paths[1] ?? '')));
    expect(await findCachedModel(parseHubSpec('hf:o/r'), options)).toBeUndefined();
  });
});

test('where links are not allowed the file itself gets the name', async () => {
  const folder = await temporaryFolder();
  const blob = join(folder, 'blob');
  await writeFile(blob, 'model');
  const forbidden = (async () => {
    throw Object.assign(new Error('operation not permitted'), { code: 'EPERM' });
  }) as typeof symlink;
  const path = await linkSnapshot(blob, join(folder, 'snapshot'), 'dir/m.gguf', forbidden);
  expect(relative(folder, path)).toBe(join('snapshot', 'dir', 'm.gguf'));
  expect(await listFiles(folder)).toEqual(['snapshot/dir/m.gguf']);
  expect(await readFile(path, 'utf8')).toBe('model');
});
