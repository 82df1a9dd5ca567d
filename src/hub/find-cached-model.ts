// The layer hub needs Node: it keeps files.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MullError } from '../core/mull-error.ts';
import { cachedCommits } from './cached-commits.ts';
import { chooseFiles } from './choose-files.ts';
import { formatHubSpec } from './format-hub-spec.ts';
import { parseGgufName } from './gguf-name.ts';
import { hubCacheDir } from './hub-settings.ts';
import type { HubSpec } from './hub-spec.ts';
import { listFiles } from './list-files.ts';
import type { PulledModel } from './pulled-model.ts';
import { type RepoFolder, repoFolder } from './repo-folder.ts';

/**
 * The model as it lies in the cache, whoever put it there, or undefined. Asks nothing of the network.
 *
 * Without a revision the branch `main` is meant; where the cache does not know what that stood for, or has the model in
 * another snapshot only, the newest snapshot that has it is taken.
 *
 * @throws E_OPTION_INVALID where the cache has several models that fit
 */
export async function findCachedModel(
  spec: HubSpec,
  options: { readonly cacheDir?: string } = {},
): Promise<PulledModel | undefined> {
  const folder = repoFolder(hubCacheDir(options), spec.repo);
  for (const commit of await cachedCommits(folder, spec.revision)) {
    const found = await inSnapshot(folder, commit, spec);
    if (found) return found;
  }
  return undefined;
}

async function inSnapshot(folder: RepoFolder, commit: string, spec: HubSpec): Promise<PulledModel | undefined> {
  const snapshot = join(folder.snapshots, commit);
  // A link whose blob is gone is not there.
  const sizes = new Map<string, number>();
  for (const path of (await listFiles(snapshot)).filter((path) => parseGgufName(path) !== undefined)) {
    const found = await stat(join(snapshot, ...path.split('/'))).catch(() => undefined);
    if (found?.isFile()) sizes.set(path, found.size);
  }
  let files: readonly string[];
  try {
    files = chooseFiles([...sizes.keys()], spec);
  } catch (error) {
    if (MullError.isMullError(error) && error.code === 'E_HUB_NOT_FOUND') return undefined;
    throw error;
  }
  const paths = files.map((file) => join(snapshot, ...file.split('/')));
  const [file, path] = [files[0], paths[0]];
  if (file === undefined || path === undefined) return undefined;
  const { repo, revision } = spec;
  const bytes = files.reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
  return { name: formatHubSpec({ repo, file, revision }), repo, file, commit, path, paths, bytes, received: 0 };
}
