// The layer hub needs Node: it keeps files.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MullError } from '../core/mull-error.ts';
import { checkSpace } from './check-space.ts';
import { chooseFiles } from './choose-files.ts';
import { diskFault } from './disk-fault.ts';
import { fetchBlob, partialPath } from './fetch-blob.ts';
import { findCachedModel } from './find-cached-model.ts';
import { formatHubSpec } from './format-hub-spec.ts';
import { isPassingFault } from './hub-fault.ts';
import { hubFetch } from './hub-fetch.ts';
import { type HubOptions, type HubSettings, readHubSettings } from './hub-settings.ts';
import type { HubSpec } from './hub-spec.ts';
import { isCommit } from './is-commit.ts';
import { linkSnapshot } from './link-snapshot.ts';
import { listRepo, type RepoFile, type RepoListing } from './list-repo.ts';
import { type HubLibrary, loadHub } from './load-hub.ts';
import type { TransferRequest } from './open-transfer.ts';
import { parseHubSpec } from './parse-hub-spec.ts';
import type { PulledModel } from './pulled-model.ts';
import { type RepoFolder, repoFolder } from './repo-folder.ts';

/** How far a pull is. */
export interface PullProgress {
  /** The file that is being fetched. */
  readonly file: string;
  /** Which of the files it is, from 1. */
  readonly part: number;
  readonly parts: number;
  /** Bytes of all files that are on this machine. */
  readonly bytes: number;
  /** Bytes of all files. */
  readonly total: number;
  /** Another process is fetching this file; its progress is shown. */
  readonly waiting: boolean;
}

/** How to pull. */
export interface PullOptions extends HubOptions {
  readonly signal?: AbortSignal;
  /** Called with every chunk that arrives. */
  readonly onProgress?: (progress: PullProgress) => void;
}

/**
 * Brings a model from the Hugging Face Hub onto this machine, into the cache that other tools of the Hub share, and
 * says where it is. What is there already is not fetched again; a pull that was interrupted goes on where it stopped.
 *
 * The Hub is asked whether it has something newer, unless a commit is named. Where it cannot be asked, a copy in the
 * cache is taken, and `notAsked` says why.
 *
 * @param name - `hf:owner/repo[:file.gguf][@revision]`
 * @throws E_OPTION_INVALID, E_PEER_MISSING, E_OFFLINE, E_HUB_NOT_FOUND, E_HUB_DENIED, E_HUB_UNREACHABLE, E_HUB_FAULT,
 * E_CHECKSUM, E_DISK_FULL, E_CACHE_UNWRITABLE, E_ABORTED
 */
export async function pullModel(name: string | HubSpec, options: PullOptions = {}): Promise<PulledModel> {
  const spec = typeof name === 'string' ? parseHubSpec(name) : name;
  const settings = await readHubSettings(options);
  if (settings.offline || isCommit(spec.revision)) {
    const cached = await findCachedModel(spec, settings);
    if (cached) return cached;
    if (settings.offline) throw offline(spec, settings);
  }
  const fetch = hubFetch(settings, spec, options.signal);
  let library: HubLibrary;
  let listing: RepoListing;
  try {
    library = await loadHub();
    listing = await listRepo(library, spec, settings, fetch);
  } catch (error) {
    const notAsked = MullError.isMullError(error) && (isPassingFault(error) || error.code === 'E_PEER_MISSING');
    const cached = notAsked ? await findCachedModel(spec, settings) : undefined;
    if (cached === undefined) throw error;
    return { ...cached, notAsked: error as MullError };
  }
  try {
    return await keep(spec, listing, { library, settings, fetch }, options);
  } catch (error) {
    throw diskFault(error, `Keeping ${formatHubSpec(spec)}`, settings.cacheDir);
  }
}

async function keep(
  spec: HubSpec,
  { commit, files }: RepoListing,
  asking: Pick<TransferRequest, 'library' | 'settings' | 'fetch'>,
  options: PullOptions,
): Promise<PulledModel> {
  const { repo, revision } = spec;
  const chosen = chooseFiles(
    files.map((file) => file.path),
    spec,
  ).map((path) => files.find((file) => file.path === path) as RepoFile);
  const folder = repoFolder(asking.settings.cacheDir, repo);
  const snapshot = join(folder.snapshots, commit);
  const total = chosen.reduce((sum, file) => sum + file.bytes, 0);
  await mkdir(folder.blobs, { recursive: true });
  await checkSpace(folder.blobs, await missingBytes(chosen, folder, snapshot), formatHubSpec(spec));

  const paths: string[] = [];
  let done = 0;
  let received = 0;
  for (const [index, file] of chosen.entries()) {
    const onProgress = (bytes: number, waiting: boolean): void =>
      options.onProgress?.({
        file: file.path,
        part: index + 1,
        parts: chosen.length,
        bytes: done + bytes,
        total,
        waiting,
      });
    const there = await pathIfThere(file, folder, snapshot);
    if (there === undefined) {
      received += await fetchBlob({ ...asking, repo, commit, file }, folder, { signal: options.signal, onProgress });
    }
    paths.push(there ?? (await linkSnapshot(join(folder.blobs, file.checksum), snapshot, file.path)));
    onProgress(file.bytes, false);
    done += file.bytes;
  }
  if (!isCommit(revision)) await writeReference(folder, revision ?? 'main', commit);
  const [first, path] = [chosen[0], paths[0]] as [RepoFile, string];
  const name = formatHubSpec({ repo, file: first.path, revision });
  return { name, repo, file: first.path, commit, path, paths, bytes: total, received };
}

/** The file in the snapshot, linked to its blob now if only that was there; undefined where it is to be fetched. */
async function pathIfThere(file: RepoFile, folder: RepoFolder, snapshot: string): Promise<string | undefined> {
  const path = join(snapshot, ...file.path.split('/'));
  // Without symbolic links other tools put the file itself here, and no blob.
  if ((await sizeOf(path)) === file.bytes) return path;
  const blob = join(folder.blobs, file.checksum);
  return (await sizeOf(blob)) === file.bytes ? linkSnapshot(blob, snapshot, file.path) : undefined;
}

async function missingBytes(files: readonly RepoFile[], folder: RepoFolder, snapshot: string): Promise<number> {
  let missing = 0;
  for (const file of files) {
    if ((await sizeOf(join(snapshot, ...file.path.split('/')))) === file.bytes) continue;
    if ((await sizeOf(join(folder.blobs, file.checksum))) === file.bytes) continue;
    missing += file.bytes - Math.min(file.bytes, (await sizeOf(partialPath(folder, file.checksum))) ?? 0);
  }
  return missing;
}

/** Written last: until then an offline run finds the version that was whole before. */
async function writeReference(folder: RepoFolder, revision: string, commit: string): Promise<void> {
  const path = join(folder.refs, ...revision.split('/'));
  // A cache that others share may be read-only, and already says so.
  if ((await readFile(path, 'utf8').catch(() => '')).trim() === commit) return;
  const aside = join(folder.path, `.${randomUUID()}`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(aside, commit);
  await rename(aside, path);
}

function offline(spec: HubSpec, { cacheDir }: HubSettings): MullError {
  return new MullError('E_OFFLINE', `${formatHubSpec(spec)} is not in ${cacheDir}, and mull is told to stay offline.`, {
    hint: 'Pull it once while online, or unset HF_HUB_OFFLINE.',
  });
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? found.size : undefined;
}
