import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';

/**
 * Writes a file under another name and gives it its own when all of it is on disk: whatever happens, a reader finds the
 * old file or the new one, never a part.
 *
 * @param write - called with a function that adds text or bytes
 */
export async function replaceFile(
  path: string,
  write: (add: (piece: string | Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    const file = await open(aside, 'wx');
    try {
      await write((piece) => file.writeFile(piece));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}
