// The layer hub needs Node: it keeps files.
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/**
 * Gives a blob the name it has in the repository, by a relative symbolic link, so that the cache can be moved. Where
 * the system allows none (Windows without developer mode), the file itself goes there, as huggingface_hub does:
 * https://huggingface.co/docs/huggingface_hub/guides/manage-cache#limitations
 *
 * @returns the path under that name
 */
export async function linkSnapshot(
  blob: string,
  snapshot: string,
  file: string,
  makeLink: typeof symlink = symlink,
): Promise<string> {
  const path = join(snapshot, ...file.split('/'));
  await mkdir(dirname(path), { recursive: true });
  // Under another name first: a reader finds the old file or the new one, never none.
  const aside = `${path}.${randomUUID()}`;
  try {
    await makeLink(relative(dirname(path), blob), aside);
  } catch {
    await rename(blob, path);
    return path;
  }
  try {
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
  return path;
}
