// The layer hub needs Node: it keeps files.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const secondsBetweenLooks = 0.2;
const secondsBetweenSigns = 5;
/** A lock without a sign of life for so long is left over: its holder writes one every five seconds. */
const secondsUntilStale = 60;
/** A lock that does not say who holds it: its holder died while taking it. Taking it takes no time. */
const secondsUntilNamed = 2;

/** How to wait while somebody else holds the lock. */
export interface LockWait {
  readonly signal?: AbortSignal;
  /** Called each time the lock was found held. */
  readonly onWait?: () => void | Promise<void>;
}

/**
 * Does the work while no other process, thread or call that asks for the same path does. Node has no lock that the
 * system releases when its holder dies, so a lock is a file that says who holds it and is touched while it is held.
 *
 * @throws the reason of the signal when it is aborted while waiting; what `work` throws; faults of the file system
 */
export async function withLock<T>(path: string, { signal, onWait }: LockWait, work: () => Promise<T>): Promise<T> {
  const id = randomUUID();
  await mkdir(dirname(path), { recursive: true });
  while (!(await take(path, id))) {
    if (await isStale(path)) await remove(path);
    else {
      await onWait?.();
      await delay(secondsBetweenLooks * 1000, undefined, { signal });
    }
  }
  const signs = setInterval(
    () => void utimes(path, new Date(), new Date()).catch(() => {}),
    secondsBetweenSigns * 1000,
  );
  signs.unref();
  try {
    return await work();
  } finally {
    clearInterval(signs);
    // After a long sleep of the machine somebody may have taken it over.
    if ((await holderOf(path))?.id === id) await rm(path, { force: true });
  }
}

/** Whether somebody alive holds the lock. */
export async function isHeld(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined && !(await isStale(path));
}

/** Who holds the lock; undefined where nobody does, or is just taking it. */
export async function lockHolder(path: string): Promise<Pick<Holder, 'pid' | 'host'> | undefined> {
  return holderOf(path);
}

interface Holder {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
}

async function take(path: string, id: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx');
    try {
      await handle.writeFile(JSON.stringify({ id, pid: process.pid, host: hostname() } satisfies Holder));
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function isStale(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return false;
  const age = (Date.now() - found.mtimeMs) / 1000;
  if (age > secondsUntilStale) return true;
  const holder = await holderOf(path);
  if (holder === undefined) return age > secondsUntilNamed;
  return holder.host === hostname() && !isAlive(holder.pid);
}

/** Two may see the same stale lock; the second must not remove the one that the first has taken since. */
async function remove(path: string): Promise<void> {
  const seen = await holderOf(path);
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const moved = await holderOf(aside);
  if (moved?.id === seen?.id) await rm(aside, { force: true });
  else await rename(aside, path);
}

async function holderOf(path: string): Promise<Holder | undefined> {
  try {
    const parsed: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof parsed === 'object' && parsed !== null && 'id' in parsed ? (parsed as Holder) : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be signalled, but is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
