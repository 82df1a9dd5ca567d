// The layer hub needs Node: it asks the file system.
import { statfs } from 'node:fs/promises';
import { MullError } from '../core/mull-error.ts';

/**
 * Refuses a download that cannot fit, before its first byte.
 *
 * @param bytes - what is still to come
 * @throws E_DISK_FULL
 */
export async function checkSpace(folder: string, bytes: number, what: string): Promise<void> {
  // Some network file systems cannot say; then the write tells.
  const found = await statfs(folder).catch(() => undefined);
  if (!found || found.blocks === 0) return;
  const free = found.bavail * found.bsize;
  if (bytes <= free) return;
  throw new MullError('E_DISK_FULL', `${what} needs ${shown(bytes)} more, and ${folder} has ${shown(free)} left.`, {
    hint: 'Free some space, take a smaller quantisation, or set HF_HUB_CACHE to a folder on another disk.',
  });
}

function shown(bytes: number): string {
  const gibibytes = bytes / 2 ** 30;
  return gibibytes >= 0.1 ? `${gibibytes.toFixed(1)} GiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
