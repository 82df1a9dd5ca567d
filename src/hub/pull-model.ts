import { MullError } from '../core/mull-error.ts';
import { chooseFiles } from './choose-files.ts';
import { diskFault } from './disk-fault.ts';
import { filesAt } from './files-at.ts';
import { findCachedModel } from './find-cached-model.ts';
import { formatHubSpec } from './format-hub-spec.ts';
import { parseGgufName } from './gguf-name.ts';
import { couldNotAsk } from './hub-fault.ts';
import { hubFetch } from './hub-fetch.ts';
import { type HubSettings, readHubSettings } from './hub-settings.ts';
import type { HubSpec } from './hub-spec.ts';
import { isCommit } from './is-commit.ts';
import { keepFiles, type PullOptions } from './keep-files.ts';
import { listRepo, type RepoFile, type RepoListing } from './list-repo.ts';
import { type HubLibrary, loadHub } from './load-hub.ts';
import type { TransferRequest } from './open-transfer.ts';
import { parseHubSpec } from './parse-hub-spec.ts';
import type { PulledModel } from './pulled-model.ts';

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
    listing = await listRepo(library, spec, settings, fetch, (path) => parseGgufName(path) !== undefined);
  } catch (error) {
    if (!couldNotAsk(error)) throw error;
    const cached = await findCachedModel(spec, settings);
    if (cached === undefined) throw error;
    return { ...cached, notAsked: error };
  }
  try {
    return await keep(spec, listing, { library, settings, fetch }, options);
  } catch (error) {
    throw diskFault(error, `Keeping ${formatHubSpec(spec)}`, settings.cacheDir);
  }
}

async function keep(
  spec: HubSpec,
  listing: RepoListing,
  asking: Pick<TransferRequest, 'library' | 'settings' | 'fetch'>,
  options: PullOptions,
): Promise<PulledModel> {
  const { repo, revision } = spec;
  const { commit, files } = listing;
  const offered = files.map((file) => file.path);
  const chosen = filesAt(files, chooseFiles(offered, spec));
  const { paths, bytes, received } = await keepFiles({ spec, commit, files: chosen }, asking, options);
  const [first, path] = [chosen[0], paths[0]] as [RepoFile, string];
  const name = formatHubSpec({ repo, file: first.path, revision });
  return { name, repo, file: first.path, commit, path, paths, bytes, received };
}

function offline(spec: HubSpec, { cacheDir }: HubSettings): MullError {
  return new MullError('E_OFFLINE', `${formatHubSpec(spec)} is not in ${cacheDir}, and mull is told to stay offline.`, {
    hint: 'Pull it once while online, or unset HF_HUB_OFFLINE.',
  });
}
