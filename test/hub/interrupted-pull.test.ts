import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { diskFault } from '../../src/hub/disk-fault.ts';
import { pullModel } from '../../src/hub/pull-model.ts';
import type { HubServer } from '../support/hub-server.ts';
import { content, type HubWorkspace, hubWorkspace } from '../support/hub-workspace.ts';

const model = content(300_000);
const sha256 = createHash('sha256').update(model).digest('hex');
const repos = { 'o/r': { files: { 'm.gguf': model } } };

function partialOf({ cacheDir }: HubWorkspace): string {
  return join(cacheDir, `models--o--r/blobs/${sha256}.mull.incomplete`);
}

async function growPartial(workspace: HubWorkspace, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(partialOf(workspace)), { recursive: true });
  await writeFile(partialOf(workspace), bytes);
}

async function blobs({ cacheDir }: HubWorkspace): Promise<readonly string[]> {
  return readdir(join(cacheDir, 'models--o--r/blobs'));
}

/** The ranges that were asked of the storage; the library's probe for the first byte left out. */
function ranges(server: HubServer): readonly (string | undefined)[] {
  const asked = server.seen.filter(({ kind, range }) => kind === 'storage' && range !== 'bytes=0-0');
  return asked.map(({ range }) => range);
}

describe('a pull that is interrupted', () => {
  test('goes on in the next one where it stopped', async () => {
    const workspace = await hubWorkspace(repos);
    const { server, options } = workspace;
    server.faults.push({ on: 'storage', cutAfter: 100_000 }, { on: 'resolve', skip: 2, status: 503, times: 100 });
    await expect(pullModel('hf:o/r', options)).rejects.toMatchObject({ code: 'E_HUB_FAULT' });
    expect(await blobs(workspace)).toEqual([`${sha256}.mull.incomplete`]);

    server.faults.length = 0;
    server.seen.length = 0;
    const { path, received } = await pullModel('hf:o/r', options);
    const there = model.length - received;
    expect(there).toBeGreaterThan(0);
    expect(ranges(server)).toEqual([`bytes=${there}-`]);
    expect(await readFile(path)).toEqual(Buffer.from(model));
    expect(await blobs(workspace)).toEqual([sha256]);
  });

  test('goes on by itself while each try brings bytes', async () => {
    const { server, options } = await hubWorkspace(repos);
    server.faults.push({ on: 'storage', cutAfter: 20_000, times: 12 });
    const { path, received } = await pullModel('hf:o/r', options);
    expect(await readFile(path)).toEqual(Buffer.from(model));
    expect(received).toBe(model.length);
    expect(ranges(server).length).toBe(13);
  });

  test('is given up after six tries that bring nothing, and says what is kept', async () => {
    const { server, options } = await hubWorkspace(repos);
    server.faults.push({ on: 'storage', cutAfter: 0, times: 100 });
    await expect(pullModel('hf:o/r', options)).rejects.toMatchObject({
      code: 'E_HUB_UNREACHABLE',
      hint: 'What was downloaded is kept: the next pull goes on from there.',
    });
    expect(ranges(server).length).toBe(6);
  });

  test('asks again when the server falls silent', async () => {
    const { server, options } = await hubWorkspace(repos);
    vi.stubEnv('HF_HUB_DOWNLOAD_TIMEOUT', '0.2');
    server.faults.push({ on: 'storage', silentAfter: 70_000 });
    const { path } = await pullModel('hf:o/r', options);
    expect(await readFile(path)).toEqual(Buffer.from(model));
    expect(ranges(server)).toEqual([undefined, 'bytes=70000-']);
  });

  test('can be aborted, keeps what came, and leaves no lock', async () => {
    const workspace = await hubWorkspace(repos);
    const { server, options, cacheDir } = workspace;
    server.faults.push({ on: 'storage', silentAfter: 70_000 });
    const controller = new AbortController();
    const pulling = pullModel('hf:o/r', {
      ...options,
      signal: controller.signal,
      onProgress: ({ bytes }) => {
        if (bytes === 70_000) controller.abort();
      },
    });
    await expect(pulling).rejects.toMatchObject({ code: 'E_ABORTED', message: 'Pulling m.gguf was aborted.' });
    expect(await readFile(partialOf(workspace))).toEqual(Buffer.from(model.subarray(0, 70_000)));
    expect(await readdir(join(cacheDir, '.locks/models--o--r'))).toEqual([]);
    expect((await pullModel('hf:o/r', options)).received).toBe(230_000);
  });

  test('aborted before it begins asks for nothing', async () => {
    const { server, options } = await hubWorkspace(repos);
    const pulling = pullModel('hf:o/r', { ...options, signal: AbortSignal.abort() });
    await expect(pulling).rejects.toMatchObject({ code: 'E_ABORTED' });
    expect(server.seen).toEqual([]);
  });
});

test('a pull whose process is killed goes on at once in another', async () => {
  const workspace = await hubWorkspace(repos);
  const { server, options, cacheDir } = workspace;
  server.faults.push({ on: 'storage', silentAfter: 70_000 });
  const module = new URL('../../src/hub/pull-model.ts', import.meta.url).href;
  const script = `import { pullModel } from ${JSON.stringify(module)};
    await pullModel('hf:o/r', { ...${JSON.stringify(options)}, onProgress: ({ bytes }) => console.log(bytes) });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
  child.stdout.on('data', (text: Buffer) => {
    if (text.toString().includes('70000')) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
  expect(await readdir(join(cacheDir, '.locks/models--o--r'))).toEqual([`${sha256}.mull.lock`]);
  const { path, received } = await pullModel('hf:o/r', { ...options, signal: AbortSignal.timeout(10_000) });
  expect(received).toBe(230_000);
  expect(await readFile(path)).toEqual(Buffer.from(model));
  expect(await readdir(join(cacheDir, '.locks/models--o--r'))).toEqual([]);
});

describe('a server that will not go on in the middle', () => {
  test('sends the whole file, and nothing of the old beginning is kept', async () => {
    const workspace = await hubWorkspace(repos);
    await growPartial(workspace, content(50_000, 5));
    workspace.server.faults.push({ on: 'storage', ignoreRange: true });
    const { path, received } = await pullModel('hf:o/r', workspace.options);
    expect(received).toBe(model.length);
    expect(await readFile(path)).toEqual(Buffer.from(model));
  });

  test('with status 416 is asked for the whole file', async () => {
    const workspace = await hubWorkspace(repos);
    await growPartial(workspace, model.subarray(0, 50_000));
    workspace.server.faults.push({ on: 'storage', status: 416 });
    const { path } = await pullModel('hf:o/r', workspace.options);
    expect(ranges(workspace.server)).toEqual(['bytes=50000-', undefined]);
    expect(await readFile(path)).toEqual(Buffer.from(model));
  });

  test('a beginning that is longer than the file is thrown away', async () => {
    const workspace = await hubWorkspace(repos);
    await growPartial(workspace, content(model.length + 1));
    expect((await pullModel('hf:o/r', workspace.options)).received).toBe(model.length);
  });

  test('a file that was whole but not yet named is only checked', async () => {
    const workspace = await hubWorkspace(repos);
    await growPartial(workspace, model);
    const { path, received } = await pullModel('hf:o/r', workspace.options);
    expect(received).toBe(0);
    expect(await readFile(path)).toEqual(Buffer.from(model));
    expect(ranges(workspace.server)).toEqual([]);
  });
});

describe('a file whose checksum does not match', () => {
  test('is deleted, and the next pull brings it', async () => {
    const workspace = await hubWorkspace(repos);
    workspace.server.faults.push({ on: 'storage', corrupt: true });
    const error = await pullModel('hf:o/r', workspace.options).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'E_CHECKSUM' });
    expect((error as Error).message).toMatch(
      new RegExp(
        `^m\\.gguf of o/r did not arrive as the Hub announced it: its checksum is \\w{64} instead of ${sha256}\\.$`,
      ),
    );
    expect(await blobs(workspace)).toEqual([]);
    expect(await readFile((await pullModel('hf:o/r', workspace.options)).path)).toEqual(Buffer.from(model));
  });

  test('because its beginning was damaged on this disk is deleted too', async () => {
    const workspace = await hubWorkspace(repos);
    await growPartial(workspace, content(50_000, 5));
    await expect(pullModel('hf:o/r', workspace.options)).rejects.toMatchObject({ code: 'E_CHECKSUM' });
    expect(await blobs(workspace)).toEqual([]);
  });

  test('because it is too long is deleted too', async () => {
    const workspace = await hubWorkspace(repos);
    workspace.server.faults.push({ on: 'storage', extra: 10 });
    await expect(pullModel('hf:o/r', workspace.options)).rejects.toMatchObject({
      code: 'E_CHECKSUM',
      message: 'm.gguf of o/r did not arrive as the Hub announced it: it is longer than 300000 bytes.',
    });
    expect(await blobs(workspace)).toEqual([]);
  });

  test('is noticed by the checksum of git too', async () => {
    const { server, options } = await hubWorkspace({ 'o/r': { plainGit: true, files: { 'm.gguf': model } } });
    // Answered by the Hub itself: first the probe, then the file.
    server.faults.push({ on: 'resolve' }, { on: 'resolve', corrupt: true });
    await expect(pullModel('hf:o/r', options)).rejects.toMatchObject({ code: 'E_CHECKSUM' });
  });
});

describe('two pulls of one model at once', () => {
  test('fetch it once, and the second one tells that it waits', async () => {
    const { server, options } = await hubWorkspace(repos);
    server.faults.push({ on: 'storage', cutAfter: 60_000 });
    let waited = false;
    const onProgress = ({ waiting }: { readonly waiting: boolean }): void => {
      waited ||= waiting;
    };
    const slow = { ...options, retryDelay: 400, onProgress };
    const both = await Promise.all([pullModel('hf:o/r', slow), pullModel('hf:o/r', slow)]);
    expect(both.map(({ received }) => received).sort()).toEqual([0, model.length]);
    expect(both[0].path).toBe(both[1].path);
    expect(waited).toBe(true);
    expect(await readFile(both[0].path)).toEqual(Buffer.from(model));
  });

  test('the one that waits can be aborted, and the other one is not disturbed', async () => {
    const { server, options } = await hubWorkspace(repos);
    server.faults.push({ on: 'storage', cutAfter: 60_000 });
    const controller = new AbortController();
    let second: Promise<unknown> | undefined;
    const first = pullModel('hf:o/r', {
      ...options,
      retryDelay: 400,
      onProgress: () => {
        second ??= pullModel('hf:o/r', {
          ...options,
          signal: controller.signal,
          onProgress: ({ waiting }) => {
            if (waiting) controller.abort();
          },
        }).catch((error: unknown) => error);
      },
    });
    expect((await first).received).toBe(model.length);
    expect(await second).toMatchObject({ code: 'E_ABORTED' });
  });
});

describe('a disk that cannot take the file', () => {
  // Every write to this device fails for lack of space: man 4 full. Only Linux has it.
  test.runIf(existsSync('/dev/full'))('that is full while writing is named, and what was written is kept', async () => {
    const workspace = await hubWorkspace(repos);
    await mkdir(dirname(partialOf(workspace)), { recursive: true });
    await symlink('/dev/full', partialOf(workspace));
    await expect(pullModel('hf:o/r', workspace.options)).rejects.toMatchObject({
      code: 'E_DISK_FULL',
      message: `Keeping hf:o/r failed: no space is left in ${workspace.cacheDir} (ENOSPC).`,
      hint: expect.stringContaining('it goes on from there'),
    });
    expect(await blobs(workspace)).toEqual([`${sha256}.mull.incomplete`]);
  });

  test('that is too small is named before the first byte', async () => {
    const huge = content(10);
    Object.defineProperty(huge, 'length', { value: 2 ** 52 });
    const { server, options, cacheDir } = await hubWorkspace({ 'o/r': { files: { 'm.gguf': huge } } });
    const error = await pullModel('hf:o/r', options).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'E_DISK_FULL' });
    expect((error as Error).message).toMatch(/^hf:o\/r needs 4194304\.0 GiB more, and .* has \d+\.\d [GM]iB left\.$/);
    expect((error as Error).message).toContain(cacheDir);
    expect(ranges(server)).toEqual([]);
  });

  test('that may not be written to is named', async () => {
    const { options, cacheDir } = await hubWorkspace(repos);
    await writeFile(cacheDir, 'a file where the folder should be');
    await expect(pullModel('hf:o/r', options)).rejects.toMatchObject({
      code: 'E_CACHE_UNWRITABLE',
      message: expect.stringContaining(`${cacheDir} cannot be written`),
      hint: 'Check the permissions of the folder, or set HF_HUB_CACHE to one you may write to.',
    });
    for (const code of ['EACCES', 'EPERM', 'EROFS']) {
      expect(diskFault(Object.assign(new Error(code), { code }), 'Keeping it', '/x')).toMatchObject({
        code: 'E_CACHE_UNWRITABLE',
        message: `Keeping it failed: /x cannot be written (${code}).`,
      });
    }
    const other = new Error('other');
    expect(diskFault(other, 'Keeping it', '/x')).toBe(other);
  });

  test('that may only be read still serves what is on it: nothing is written where nothing is new', async () => {
    const { options, cacheDir } = await hubWorkspace(repos);
    const { path } = await pullModel('hf:o/r', options);
    const folders = ['', 'blobs', 'refs', 'snapshots'].map((name) => join(cacheDir, 'models--o--r', name));
    const times = async (): Promise<number[]> =>
      Promise.all([...folders, join(folders[2] ?? '', 'main')].map(async (name) => (await stat(name)).mtimeMs));
    const before = await times();
    for (const name of folders) await chmod(name, 0o555);
    try {
      expect(await pullModel('hf:o/r', options)).toMatchObject({ path, received: 0 });
      // Root may write everywhere, so that only the times show it.
      expect(await times()).toEqual(before);
    } finally {
      for (const name of folders) await chmod(name, 0o755);
    }
  });
});
