// The layer hub needs Node: it keeps files.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkSpace } from './check-space.ts';
import { fetchBlob, partialPath } from './fetch-blob.ts';
import { formatHubSpec } from './format-hub-spec.ts';
import type { HubOptions } from './hub-settings.ts';
import type { HubSpec } from './hub-spec.ts';
import { isCommit } from './is-commit.ts';
import { linkSnapshot } from './link-snapshot.ts';
import type { RepoFile } from './list-repo.ts';
import type { TransferRequest } from './open-transfer.ts';
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

/** Files of a repository that lie complete on this machine. */
interface KeptFiles {
  /** In the order in which they were asked for. */
  readonly paths: readonly string[];
  readonly bytes: number;
  /** Bytes that came over the network for them now. */
  readonly received: number;
}

/**
 * Brings files of one commit into the cache that other tools of the Hub share. What is there already is not fetched
 * again; a pull that was interrupted goes on where it stopped.
 */
export async function keepFiles(
  wanted: { readonly spec: HubSpec; readonly commit: string; readonly files: readonly RepoFile[] },
  asking: Pick<TransferRequest, 'library' | 'settings' | 'fetch'>,
  options: PullOptions,
): Promise<KeptFiles> {
  const { spec, commit, files } = wanted;
  const { repo, revision } = spec;
  const folder = repoFolder(asking.settings.cacheDir, repo);
  const snapshot = join(folder.snapshots, commit);
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  await mkdir(folder.blobs, { recursive: true });
  await checkSpace(folder.blobs, await missingBytes(files, folder, snapshot), formatHubSpec(spec));

  const paths: string[] = [];
  let done = 0;
  let received = 0;
  for (const [index, file] of files.entries()) {
    const onProgress = (bytes: number, waiting: boolean): void =>
      options.onProgress?.({
        file: file.path,
        part: index + 1,
        parts: files.length,
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
  return { paths, bytes: total, received };
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

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? found.size : undefined;
}
