// The layer hub needs Node: it deletes files.
import { lstat, readdir, readFile, readlink, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { MullError } from '../core/mull-error.ts';
import { nearestName } from '../core/nearest-name.ts';
import { bundledModels } from './bundled-models.ts';
import { isHeld } from './cache-lock.ts';
import { type CachedModel, cachedModels } from './cached-models.ts';
import { diskFault } from './disk-fault.ts';
import { lockPath, partialPath } from './fetch-blob.ts';
import { formatHubSpec } from './format-hub-spec.ts';
import { parseGgufName, quantisationOf } from './gguf-name.ts';
import { hubCacheDir } from './hub-settings.ts';
import type { HubSpec } from './hub-spec.ts';
import { listFiles, listFolders } from './list-files.ts';
import { parseHubSpec } from './parse-hub-spec.ts';
import { type RepoFolder, repoFolder } from './repo-folder.ts';

/** What was removed. */
export interface RemovedModels {
  /** The names of the models, as `mull models` had listed them. */
  readonly names: readonly string[];
  /** Bytes that are free now: less than the models had where another commit or repository still uses a file. */
  readonly freed: number;
}

/**
 * Removes a model from the cache: `hf:owner/repo:file.gguf`, or with `hf:owner/repo` every model of that repository,
 * with what interrupted pulls of mull left. Files that are no models stay, and blobs that another commit uses.
 *
 * @throws E_OPTION_INVALID for a bundled model, E_MODEL_NOT_FOUND, E_CACHE_UNWRITABLE
 */
export async function removeModel(name: string, options: { readonly cacheDir?: string } = {}): Promise<RemovedModels> {
  if (bundledModels().some((model) => model.name === name)) {
    throw new MullError('E_OPTION_INVALID', `${name} comes with mull and cannot be removed.`, {
      hint: '`mull models` lists which models are in the cache.',
    });
  }
  const cacheDir = hubCacheDir(options);
  const spec = parseHubSpec(name);
  const meant = chosen(await cachedModels(cacheDir, spec.repo), spec);
  const folder = repoFolder(cacheDir, spec.repo);
  const isWhole = spec.file === undefined && spec.quantisation === undefined && spec.revision === undefined;
  const leftOver = isWhole ? await partials(folder) : [];
  if (meant.length === 0 && leftOver.length === 0) throw notThere(name, await cachedModels(cacheDir), cacheDir);
  try {
    let freed = 0;
    for (const path of leftOver) freed += await removeFile(path);
    freed += await removeLinked(
      folder,
      meant.flatMap((model) => model.paths),
    );
    await removeEmpty(folder);
    return { names: [...new Set(meant.map((model) => formatHubSpec(model.spec)))], freed };
  } catch (error) {
    throw diskFault(error, `Removing ${name}`, folder.path);
  }
}

/**
 * With a revision, what is of that; without one, what `main` has and whatever is the same, or every commit's where the
 * cache does not know `main`, or where the whole repository is meant.
 */
function chosen(models: readonly CachedModel[], asked: HubSpec): readonly CachedModel[] {
  const { file, quantisation, revision } = asked;
  const fitting = models.filter(
    ({ spec }) =>
      (file === undefined || isSameModel(spec.file, file)) &&
      (quantisation === undefined || quantisationOf(spec.file) === quantisation.toUpperCase()),
  );
  if (revision !== undefined) {
    return fitting.filter((model) => model.commit === revision || model.revisions.includes(revision));
  }
  const main = fitting.filter(({ spec }) => spec.revision === undefined);
  if (main.length === 0 || (file === undefined && quantisation === undefined)) return fitting;
  return fitting.filter((model) => main.some(({ content }) => content === model.content));
}

/** Of a split model any part may be named. */
function isSameModel(a: string, b: string): boolean {
  const [first, second] = [parseGgufName(a), parseGgufName(b)];
  return first?.stem === second?.stem && first?.parts === second?.parts;
}

/** Removes names in snapshots, then the blobs that no name is left for. */
async function removeLinked(folder: RepoFolder, paths: readonly string[]): Promise<number> {
  let freed = 0;
  const blobs = new Set<string>();
  for (const path of paths) {
    const blob = await blobOf(path);
    if (blob !== undefined && isInside(blob, folder.blobs)) blobs.add(blob);
    freed += await removeFile(path);
  }
  const used = await blobsInUse(folder);
  for (const blob of blobs) {
    if (!used.has(blob)) freed += await removeFile(blob);
  }
  return freed;
}

async function blobsInUse(folder: RepoFolder): Promise<ReadonlySet<string>> {
  const used = new Set<string>();
  for (const file of await listFiles(folder.snapshots)) {
    const blob = await blobOf(join(folder.snapshots, ...file.split('/')));
    if (blob !== undefined) used.add(blob);
  }
  return used;
}

/**
 * What a link names, one step far: a blob may itself be a link into the store that newer huggingface_hub shares between
 * repositories, and what lies there belongs to others too.
 */
async function blobOf(path: string): Promise<string | undefined> {
  const target = await readlink(path).catch(() => undefined);
  return target === undefined ? undefined : resolve(dirname(path), target);
}

/** What interrupted pulls left; one that is going on is left alone. */
async function partials(folder: RepoFolder): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of await listFiles(folder.blobs)) {
    const checksum = name.replace(/\.mull\.incomplete$/, '');
    if (checksum !== name && !(await isHeld(lockPath(folder, checksum)))) found.push(partialPath(folder, checksum));
  }
  return found;
}

/** Removes a file and says how much that frees: nothing for a link or for one of several hard links. */
async function removeFile(path: string): Promise<number> {
  const found = await lstat(path).catch(() => undefined);
  await rm(path, { force: true });
  return found?.isFile() && found.nlink === 1 ? found.size : 0;
}

/** Empty folders go, so that other tools do not find a repository without content; so do refs to commits that went. */
async function removeEmpty(folder: RepoFolder): Promise<void> {
  await removeEmptyFolders(folder.snapshots);
  const commits = await listFolders(folder.snapshots);
  for (const name of await listFiles(folder.refs)) {
    const path = join(folder.refs, ...name.split('/'));
    const commit = (await readFile(path, 'utf8').catch(() => '')).trim();
    if (!commits.includes(commit)) await rm(path, { force: true });
  }
  for (const path of [folder.refs, folder.blobs, folder.locks, folder.path]) await removeEmptyFolders(path);
}

/** Removes the folder, and those in it, as far as they hold no file. */
async function removeEmptyFolders(path: string): Promise<void> {
  for (const name of await listFolders(path)) await removeEmptyFolders(join(path, name));
  const entries = await readdir(path).catch(() => undefined);
  if (entries?.length === 0) await rmdir(path);
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(resolve(folder) + sep);
}

function notThere(name: string, all: readonly CachedModel[], cacheDir: string): MullError {
  const near = nearestName(
    name,
    all.map((model) => formatHubSpec(model.spec)),
  );
  return new MullError('E_MODEL_NOT_FOUND', `${name} is not in ${cacheDir}.`, {
    hint: near === undefined ? '`mull models` lists what is there.' : `Did you mean ${near}?`,
  });
}
