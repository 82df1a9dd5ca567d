// The layer hub needs Node: it keeps files.
import { join } from 'node:path';

/**
 * Where one repository lies in the cache that all tools of the Hub share:
 * https://huggingface.co/docs/huggingface_hub/guides/manage-cache
 */
export interface RepoFolder {
  readonly path: string;
  /** The files themselves, named after their checksums. */
  readonly blobs: string;
  /** Per commit, links to the files under the names they have in the repository. */
  readonly snapshots: string;
  /** Per branch or tag, the commit it stood for when last pulled. */
  readonly refs: string;
  /** Locks lie outside of the repository's folder, as those of huggingface_hub do. */
  readonly locks: string;
}

const prefix = 'models--';

/** @param repo - `owner/name` of a model, `datasets/owner/name` of a data set */
export function repoFolder(cacheDir: string, repo: string): RepoFolder {
  const name = `${isDataset(repo) ? '' : prefix}${repo.replaceAll('/', '--')}`;
  const path = join(cacheDir, name);
  return {
    path,
    blobs: join(path, 'blobs'),
    snapshots: join(path, 'snapshots'),
    refs: join(path, 'refs'),
    locks: join(cacheDir, '.locks', name),
  };
}

/** The repository whose models a folder of the cache keeps; undefined for datasets, locks and whatever else is there. */
export function repoOfFolder(name: string): string | undefined {
  if (!name.startsWith(prefix)) return undefined;
  const [owner, ...rest] = name.slice(prefix.length).split('--');
  return owner && rest.length === 1 && rest[0] ? `${owner}/${rest[0]}` : undefined;
}

/** Whether a repository is one of data. */
export function isDataset(repo: string): boolean {
  return repo.startsWith('datasets/');
}
