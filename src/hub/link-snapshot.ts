// The layer hub needs Node: it keeps files.
import { randomUUID } from 'node:crypto';
import { copyFile, link, mkdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** Ways to give a blob a second name; the first that the file system allows is taken. */
export interface LinkWays {
  readonly symlink: typeof symlink;
  readonly link: typeof link;
  readonly copyFile: typeof copyFile;
}

/**
 * Gives a blob the name it has in the repository: a relative symbolic link, so that the cache can be moved; where the
 * system allows none (Windows without developer mode) a hard link, else a copy.
 *
 * @returns the path under that name
 */
export async function linkSnapshot(
  blob: string,
  snapshot: string,
  file: string,
  ways: LinkWays = { symlink, link, copyFile },
): Promise<string> {
  const path = join(snapshot, ...file.split('/'));
  if (await isSame(path, blob)) return path;
  await mkdir(dirname(path), { recursive: true });
  // Under another name first: a reader finds the old file or the new one, never none.
  const aside = `${path}.${randomUUID()}`;
  try {
    await ways
      .symlink(relative(dirname(path), blob), aside)
      .catch(() => ways.link(blob, aside))
      .catch(() => ways.copyFile(blob, aside));
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
  return path;
}

async function isSame(path: string, blob: string): Promise<boolean> {
  const [a, b] = await Promise.all([path, blob].map((name) => stat(name).catch(() => undefined)));
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}
