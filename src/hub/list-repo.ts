// The layer hub needs Node: it is for downloads onto disk.
import { MullError } from '../core/mull-error.ts';
import { nearestName } from '../core/nearest-name.ts';
import { unreadable } from './hub-fault.ts';
import type { HubSettings } from './hub-settings.ts';
import type { HubSpec } from './hub-spec.ts';
import { isCommit } from './is-commit.ts';
import type { HubLibrary } from './load-hub.ts';
import { isDataset } from './repo-folder.ts';

/** One file of a repository, and how to tell that it arrived whole. */
export interface RepoFile {
  readonly path: string;
  readonly bytes: number;
  /** The name of the blob: the SHA-256 of a file in LFS, else git's own SHA-1. */
  readonly checksum: string;
}

/** The files of a repository that are wanted, at the commit a revision stands for now. */
export interface RepoListing {
  readonly commit: string;
  readonly files: readonly RepoFile[];
}

const mostSearched = 100;
const checksumForm = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Asks the Hub for a repository's commit and files. All that follows asks for that commit, so that a push in between
 * cannot mix two versions.
 *
 * @param isWanted - which files, by their paths
 * @throws what `hubFetch` throws, and E_HUB_FAULT for answers that cannot be trusted on disk
 */
export async function listRepo(
  library: HubLibrary,
  spec: HubSpec,
  settings: HubSettings,
  fetch: typeof globalThis.fetch,
  isWanted: (path: string) => boolean,
): Promise<RepoListing> {
  try {
    const { repo, revision = 'main' } = spec;
    const shared = { hubUrl: settings.endpoint, fetch };
    const asked = { ...shared, name: repo.replace(/^datasets\//, ''), revision };
    const { sha } = isDataset(repo)
      ? await library.datasetInfo({ ...asked, additionalFields: ['sha'] })
      : await library.modelInfo({ ...asked, additionalFields: ['sha'] });
    if (!isCommit(sha)) throw new Error(`"${sha}" is not a commit`);
    const files: RepoFile[] = [];
    for await (const entry of library.listFiles({ ...shared, repo, revision: sha, recursive: true })) {
      if (entry.type === 'file' && isWanted(entry.path)) files.push(checked(entry));
    }
    return { commit: sha, files };
  } catch (error) {
    throw await nearestRepo(unreadable(error, settings), library, spec, settings, fetch);
  }
}

/** Names the repository of that owner that was probably meant; costs one request, and only where something is missing. */
async function nearestRepo(
  fault: MullError,
  library: HubLibrary,
  { repo }: HubSpec,
  settings: HubSettings,
  fetch: typeof globalThis.fetch,
): Promise<MullError> {
  if (fault.code !== 'E_HUB_NOT_FOUND') return fault;
  const [name = '', owner = ''] = repo.split('/').reverse();
  const search = { owner, query: name.split(/[-_.]/)[0] ?? name };
  const asked = { hubUrl: settings.endpoint, fetch, search, limit: mostSearched };
  const names: string[] = [];
  try {
    if (isDataset(repo)) for await (const found of library.listDatasets(asked)) names.push(`datasets/${found.name}`);
    else for await (const found of library.listModels(asked)) names.push(found.name);
  } catch {
    // Without a suggestion the error still says what is missing.
    return fault;
  }
  const near = names.includes(repo) ? undefined : nearestName(repo, names);
  if (near === undefined) return fault;
  return new MullError('E_HUB_NOT_FOUND', fault.message, {
    hint: `Did you mean hf:${near.replace(/^datasets\//, '')}?`,
    cause: fault,
  });
}

interface Entry {
  readonly path: string;
  readonly size: number;
  readonly oid?: string;
  readonly lfs?: { readonly oid: string; readonly size: number };
}

/** Paths and checksums become names on this disk: neither may lead out of the cache. */
function checked({ path, size, oid, lfs }: Entry): RepoFile {
  const checksum = lfs?.oid ?? oid ?? '';
  const bytes = lfs?.size ?? size;
  const parts = String(path).split(/[\\/]/);
  const isSafe = !parts.some((part) => part === '' || part === '.' || part === '..' || /^[A-Za-z]:|\0/.test(part));
  if (isSafe && checksumForm.test(checksum) && Number.isSafeInteger(bytes) && bytes >= 0) {
    return { path, bytes, checksum };
  }
  throw new MullError('E_HUB_FAULT', `The file list has an entry that cannot be kept: ${JSON.stringify(path)}.`, {
    hint: 'Ask the owner of the repository to rename the file, or take another repository.',
  });
}
