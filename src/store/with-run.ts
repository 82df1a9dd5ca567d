import { mkdir, stat } from 'node:fs/promises';
import { MullError } from '../core/mull-error.ts';
import { lockHolder, withLock } from '../hub/cache-lock.ts';
import { runPaths } from './run-paths.ts';
import { openRunWriter, type RunWriter } from './run-writer.ts';
import { storeFault } from './store-fault.ts';

/**
 * Works on a run while nobody else does. A lock that a killed process has left behind is taken over.
 *
 * @throws E_RUN_LOCKED where another process writes to it, E_RUN_UNWRITABLE, E_DISK_FULL, E_RUN_INVALID, what `work`
 * throws
 */
export async function withRun<Value>(folder: string, work: (writer: RunWriter) => Promise<Value>): Promise<Value> {
  const paths = runPaths(folder);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw storeFault(error, 'Making the folder of the run', folder);
  }
  const onWait = async (): Promise<void> => {
    const holder = await lockHolder(paths.lock);
    // Somebody takes it or lets it go at this moment.
    if (holder === undefined) return;
    const since = (await stat(paths.lock).catch(() => undefined))?.birthtime.toISOString() ?? 'now';
    throw new MullError(
      'E_RUN_LOCKED',
      `Process ${holder.pid} on ${holder.host} is writing to ${folder} (since ${since}).`,
      { hint: 'Wait until it has ended, or end it; the same command then goes on from there.' },
    );
  };
  let isOpen = false;
  try {
    return await withLock(paths.lock, { onWait }, async () => {
      isOpen = true;
      const writer = await openRunWriter(folder);
      try {
        return await work(writer);
      } finally {
        await writer.close();
      }
    });
  } catch (error) {
    throw isOpen ? error : storeFault(error, 'Taking the lock of the run', folder);
  }
}
