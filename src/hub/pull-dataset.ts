import { join } from 'node:path';
import { MullError } from '../core/mull-error.ts';
import { cachedCommits } from './cached-commits.ts';
import { chooseDataFiles, type DataChoice, isDataFile } from './choose-data-files.ts';
import { diskFault } from './disk-fault.ts';
import { filesAt } from './files-at.ts';
import { couldNotAsk } from './hub-fault.ts';
import { hubFetch } from './hub-fetch.ts';
import { type HubSettings, readHubSettings } from './hub-settings.ts';
import { isCommit } from './is-commit.ts';
import { keepFiles, type PullOptions } from './keep-files.ts';
import { listFiles } from './list-files.ts';
import { listRepo } from './list-repo.ts';
import { loadHub } from './load-hub.ts';
import { repoFolder } from './repo-folder.ts';

/** Rows of the Hub that are meant. */
export interface DatasetSpec extends DataChoice {
  /** A branch, a tag or a commit; absent means the branch `main`. */
  readonly revision?: string;
}

/** Files of rows that lie complete on this machine. */
export interface PulledDataset {
  readonly repo: string;
  readonly commit: string;
  readonly files: readonly { readonly name: string; readonly path: string }[];
  /** Why it could not be asked whether the Hub has something newer; the copy in the cache was taken. */
  readonly notAsked?: MullError;
}

/**
 * Brings files of rows from the Hugging Face Hub onto this machine, as `pullModel` does with models: the same cache,
 * token, mirror and ways to go on where it stopped; offline, the copy in the cache.
 *
 * @throws what `pullModel` throws
 */
export async function pullDataset(spec: DatasetSpec, options: PullOptions = {}): Promise<PulledDataset> {
  checkName(spec.repo);
  const settings = await readHubSettings(options);
  const repo = `datasets/${spec.repo}`;
  const { revision } = spec;
  if (settings.offline || isCommit(revision)) {
    const cached = await findCached(spec, settings);
    if (cached) return cached;
    if (settings.offline) throw offline(spec, settings);
  }
  const asked = { repo, ...(revision === undefined ? {} : { revision }) };
  const fetch = hubFetch(settings, asked, options.signal);
  try {
    const library = await loadHub();
    const { commit, files } = await listRepo(library, asked, settings, fetch, isDataFile);
    const paths = files.map(({ path }) => path);
    const chosen = filesAt(files, chooseDataFiles(paths, spec));
    const kept = await keepFiles({ spec: asked, commit, files: chosen }, { library, settings, fetch }, options);
    return {
      repo: spec.repo,
      commit,
      files: chosen.map(({ path: name }, index) => ({ name, path: kept.paths[index] ?? '' })),
    };
  } catch (error) {
    if (couldNotAsk(error)) {
      const cached = await findCached(spec, settings);
      if (cached) return { ...cached, notAsked: error };
    }
    throw diskFault(error, `Keeping hf:${spec.repo}`, settings.cacheDir);
  }
}

/** The files as they lie in the cache; undefined where it does not have them. */
async function findCached(spec: DatasetSpec, { cacheDir }: HubSettings): Promise<PulledDataset | undefined> {
  const folder = repoFolder(cacheDir, `datasets/${spec.repo}`);
  for (const commit of await cachedCommits(folder, spec.revision)) {
    const snapshot = join(folder.snapshots, commit);
    const paths = (await listFiles(snapshot)).filter(isDataFile);
    if (paths.length === 0) continue;
    try {
      const files = chooseDataFiles(paths, spec).map((name) => ({ name, path: join(snapshot, ...name.split('/')) }));
      return { repo: spec.repo, commit, files };
    } catch (error) {
      if (!MullError.isMullError(error) || error.code !== 'E_HUB_NOT_FOUND') throw error;
    }
  }
  return undefined;
}

function checkName(repo: string): void {
  if (/^[\w][\w.-]*\/[\w][\w.-]*$/.test(repo) && !repo.includes('..') && !repo.includes('--')) return;
  throw new MullError('E_OPTION_INVALID', `"${repo}" does not name a data set on the Hub.`, {
    hint: 'Write owner/name, as its page does: openai/gsm8k.',
  });
}

function offline({ repo }: DatasetSpec, { cacheDir }: HubSettings): MullError {
  return new MullError('E_OFFLINE', `The data set ${repo} is not in ${cacheDir}, and the Hub may not be asked.`, {
    hint: 'Unset HF_HUB_OFFLINE to get it, or give a file: --data FILE.',
  });
}
