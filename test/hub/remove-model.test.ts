import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listFiles } from '../../src/hub/list-files.ts';
import { pullModel } from '../../src/hub/pull-model.ts';
import { removeModel } from '../../src/hub/remove-model.ts';
import { content, hubWorkspace } from '../support/hub-workspace.ts';

const [a, b] = [content(3000, 1), content(4000, 2)];

describe('removing a model', () => {
  test('takes its file and everything that was only for it', async () => {
    const { options, cacheDir } = await hubWorkspace({ 'o/r': { files: { 'a.gguf': a } } });
    await pullModel('hf:o/r', options);
    expect(await removeModel('hf:o/r:a.gguf', options)).toEqual({ names: ['hf:o/r:a.gguf'], freed: 3000 });
    expect(await readdir(cacheDir)).toEqual(['.locks']);
    expect(await listFiles(cacheDir)).toEqual([]);
  });

  test('leaves the other models and files of the repository', async () => {
    const { options, cacheDir } = await hubWorkspace({ 'o/r': { files: { 'a.gguf': a, 'b.gguf': b } } });
    await pullModel('hf:o/r:a.gguf', options);
    const kept = await pullModel('hf:o/r:b.gguf', options);
    await writeFile(join(dirname(kept.path), 'config.json'), '{}');
    await removeModel('hf:o/r:a.gguf', options);
    expect(await pullModel('hf:o/r:b.gguf', { ...options, offline: true })).toMatchObject({ path: kept.path });
    expect(await removeModel('hf:o/r', options)).toEqual({ names: ['hf:o/r:b.gguf'], freed: 4000 });
    expect(await listFiles(join(cacheDir, 'models--o--r'))).toEqual([
      'refs/main',
      `snapshots/${kept.commit}/config.json`,
    ]);
  });

  test('with the repository alone takes all its models, their parts, and what interrupted pulls left', async () => {
    const parts = { 'm-00001-of-00002.gguf': a, 'm-00002-of-00002.gguf': b };
    const { options, cacheDir } = await hubWorkspace({ 'o/r': { files: { ...parts, 'x.gguf': content(10) } } });
    await pullModel('hf:o/r:m-00001-of-00002.gguf', options);
    await pullModel('hf:o/r:x.gguf', options);
    await writeFile(join(cacheDir, 'models--o--r/blobs/ab.mull.incomplete'), content(500));
    await writeFile(join(cacheDir, 'models--o--r/blobs/cd.incomplete'), 'of another tool');
    expect(await removeModel('hf:o/r', options)).toEqual({
      names: ['hf:o/r:m-00001-of-00002.gguf', 'hf:o/r:x.gguf'],
      freed: 7510,
    });
    expect(await listFiles(cacheDir)).toEqual(['models--o--r/blobs/cd.incomplete']);
  });

  test('does not disturb a pull that is going on', async () => {
    const { options } = await hubWorkspace({ 'o/r': { files: { 'a.gguf': a } } });
    let removing: Promise<unknown> | undefined;
    const { path } = await pullModel('hf:o/r', {
      ...options,
      onProgress: () => {
        removing ??= removeModel('hf:o/r', options).catch((error: unknown) => error);
      },
    });
    expect(await removing).toMatchObject({ code: 'E_MODEL_NOT_FOUND' });
    expect(existsSync(path)).toBe(true);
  });

  test('takes a split model by any of its parts', async () => {
    const parts = { 'm-00001-of-00002.gguf': a, 'm-00002-of-00002.gguf': b };
    const { options } = await hubWorkspace({ 'o/r': { files: parts } });
    await pullModel('hf:o/r', options);
    expect((await removeModel('hf:o/r:m-00002-of-00002.gguf', options)).freed).toBe(7000);
  });

  test('frees nothing while another revision has the same file, which stays', async () => {
    const files = { 'a.gguf': a };
    const { options } = await hubWorkspace({ 'o/r': { files, revisions: { v1: files } } });
    await pullModel('hf:o/r', options);
    const tagged = await pullModel('hf:o/r@v1', options);
    expect(await removeModel('hf:o/r:a.gguf@main', options)).toEqual({ names: ['hf:o/r:a.gguf'], freed: 0 });
    expect(existsSync(tagged.path)).toBe(true);
    expect(await removeModel('hf:o/r:a.gguf', options)).toEqual({ names: ['hf:o/r:a.gguf@v1'], freed: 3000 });
  });

  test('without a revision takes what is listed under that name, and leaves other versions', async () => {
    const { options } = await hubWorkspace({ 'o/r': { files: { 'a.gguf': a }, revisions: { v1: { 'a.gguf': b } } } });
    await pullModel('hf:o/r', options);
    const tagged = await pullModel('hf:o/r@v1', options);
    expect((await removeModel('hf:o/r:a.gguf', options)).freed).toBe(3000);
    expect(existsSync(tagged.path)).toBe(true);
  });

  test('leaves a file that is shared with other repositories', async () => {
    // Newer huggingface_hub keeps a file in blobs/ at the top and links to it from the blobs of each repository:
    // https://huggingface.co/docs/huggingface_hub/guides/manage-cache#shared-blobs-across-repos
    const { options, cacheDir } = await hubWorkspace({ 'o/r': { files: { 'a.gguf': a } } });
    await pullModel('hf:o/r', options);
    const folder = join(cacheDir, 'models--o--r/blobs');
    const blob = join(folder, (await readdir(folder))[0] ?? '');
    const shared = join(cacheDir, 'blobs/ab/abcdef');
    await mkdir(dirname(shared), { recursive: true });
    await rename(blob, shared);
    await symlink(relative(folder, shared), blob);
    expect((await pullModel('hf:o/r', options)).received).toBe(0);
    expect(await removeModel('hf:o/r', options)).toEqual({ names: ['hf:o/r:a.gguf'], freed: 0 });
    expect(await listFiles(cacheDir)).toEqual(['blobs/ab/abcdef']);
  });

  test('by a quantisation takes the models of it', async () => {
    const { options } = await hubWorkspace({ 'o/r': { files: { 'm-Q4_K_M.gguf': a, 'm-Q8_0.gguf': b } } });
    await pullModel('hf:o/r:Q4_K_M', options);
    await pullModel('hf:o/r:Q8_0', options);
    expect(await removeModel('hf:o/r:q8_0', options)).toEqual({ names: ['hf:o/r:m-Q8_0.gguf'], freed: 4000 });
  });

  test('that is not there names the nearest that is', async () => {
    const { options, cacheDir } = await hubWorkspace({ 'o/r': { files: { 'a.gguf': a } } });
    await expect(removeModel('hf:o/r:a.gguf', options)).rejects.toMatchObject({
      code: 'E_MODEL_NOT_FOUND',
      message: `hf:o/r:a.gguf is not in ${cacheDir}.`,
      hint: '`mull models` lists what is there.',
    });
    await pullModel('hf:o/r', options);
    await expect(removeModel('hf:o/r:b.gguf', options)).rejects.toMatchObject({ hint: 'Did you mean hf:o/r:a.gguf?' });
  });

  test('that comes with mull is refused', async () => {
    await expect(removeModel('pebble')).rejects.toMatchObject({
      code: 'E_OPTION_INVALID',
      message: 'pebble comes with mull and cannot be removed.',
    });
  });
});
