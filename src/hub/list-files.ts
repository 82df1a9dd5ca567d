// The layer hub needs Node: it keeps files.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The files and links below a folder, with `/` between the parts of their paths and in their order; none where there is
 * no such folder.
 *
 * The library's own `scanCacheDir` looks at the top of a snapshot only, and quantisations often lie in folders.
 */
export async function listFiles(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await entriesOf(folder)) {
    if (entry.isDirectory()) {
      found.push(...(await listFiles(join(folder, entry.name))).map((path) => `${entry.name}/${path}`));
    } else {
      found.push(entry.name);
    }
  }
  return found.sort();
}

/** The names of the folders in a folder, in their order; none where there is no such folder. */
export async function listFolders(folder: string): Promise<readonly string[]> {
  const entries = await entriesOf(folder);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function entriesOf(folder: string): Promise<readonly import('node:fs').Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
