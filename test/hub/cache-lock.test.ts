import { readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { withLock } from '../../src/hub/cache-lock.ts';
import { temporaryFolder } from '../support/hub-workspace.ts';

/** Above every process id that Linux gives: /proc/sys/kernel/pid_max is 2^22 at most. */
const nobody = 2 ** 22 + 1;

test('only one at a time does its work, and nothing is left behind', async () => {
  const path = join(await temporaryFolder(), 'locks/a.lock');
  let inside = 0;
  let most = 0;
  const order = await Promise.all(
    [1, 2, 3, 4].map((id) =>
      withLock(path, {}, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await delay(20);
        inside -= 1;
        return id;
      }),
    ),
  );
  expect(most).toBe(1);
  expect(order).toEqual([1, 2, 3, 4]);
  expect(await readdir(join(path, '..'))).toEqual([]);
});

test('work that fails releases it', async () => {
  const path = join(await temporaryFolder(), 'a.lock');
  const failing = withLock(path, {}, async () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await withLock(path, {}, async () => 'free')).toBe('free');
});

test('a lock whose process died is taken over at once', async () => {
  const path = join(await temporaryFolder(), 'a.lock');
  await writeFile(path, JSON.stringify({ id: 'x', pid: nobody, host: hostname() }));
  expect(await withLock(path, { signal: AbortSignal.timeout(2000) }, async () => 'taken')).toBe('taken');
});

test('a lock of another machine is waited for while it shows signs of life', async () => {
  const path = join(await temporaryFolder(), 'a.lock');
  await writeFile(path, JSON.stringify({ id: 'x', pid: nobody, host: 'another-machine' }));
  let looks = 0;
  const waiting = withLock(
    path,
    {
      signal: AbortSignal.timeout(500),
      onWait: () => {
        looks += 1;
      },
    },
    async () => 'taken',
  );
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  expect(looks).toBeGreaterThan(1);
});

test('a lock without a sign of life for a minute is left over, also one that says nothing', async () => {
  const path = join(await temporaryFolder(), 'a.lock');
  for (const content of [JSON.stringify({ id: 'x', pid: nobody, host: 'another-machine' }), '']) {
    await writeFile(path, content);
    const old = new Date(Date.now() - 61_000);
    await utimes(path, old, old);
    expect(await withLock(path, { signal: AbortSignal.timeout(2000) }, async () => 'taken')).toBe('taken');
  }
});

test('threads of one process exclude one another too', async () => {
  const path = join(await temporaryFolder(), 'a.lock');
  const module = new URL('../../src/hub/cache-lock.ts', import.meta.url).href;
  const source = `
    const { parentPort } = require('node:worker_threads');
    import(${JSON.stringify(module)}).then(({ withLock }) =>
      withLock(${JSON.stringify(path)}, {}, async () => {
        parentPort.postMessage('inside');
        await new Promise((resolve) => parentPort.once('message', resolve));
        parentPort.postMessage('leaving');
      }));`;
  const worker = new Worker(source, { eval: true });
  const said: string[] = [];
  await new Promise<void>((resolve) => {
    worker.on('message', (text: string) => {
      said.push(text);
      resolve();
    });
  });
  let waited = false;
  const onWait = (): void => {
    if (!waited) worker.postMessage('leave');
    waited = true;
  };
  await withLock(path, { onWait }, async () => said.push('mine'));
  expect(said).toEqual(['inside', 'leaving', 'mine']);
  await worker.terminate();
});
