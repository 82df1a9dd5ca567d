// The layer hub needs Node: it keeps files.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isCommit } from './is-commit.ts';
import { listFolders } from './list-files.ts';
import type { RepoFolder } from './repo-folder.ts';

/** The commits of a repository that lie in the cache and may be meant by a revision, the likeliest first. */
export async function cachedCommits(folder: RepoFolder, revision: string | undefined): Promise<readonly string[]> {
  if (isCommit(revision)) return [revision];
  const named = await readReference(folder, revision ?? 'main');
  if (revision !== undefined) return named === undefined ? [] : [named];
  // Not every tool writes refs: downloadFileToCacheDir of @huggingface/hub files a blob under the commit that last
  // changed it, and leaves no trace of the branch.
  const others = (await newestFirst(folder)).filter((commit) => commit !== named);
  return named === undefined ? others : [named, ...others];
}

async function readReference(folder: RepoFolder, revision: string): Promise<string | undefined> {
  try {
    const commit = (await readFile(join(folder.refs, ...revision.split('/')), 'utf8')).trim();
    return isCommit(commit) ? commit : undefined;
  } catch {
    return undefined;
  }
}

async function newestFirst(folder: RepoFolder): Promise<readonly string[]> {
  const commits = (await listFolders(folder.snapshots)).filter(isCommit);
  const times = await Promise.all(commits.map(async (commit) => (await stat(join(folder.snapshots, commit))).mtimeMs));
  return commits
    .map((commit, index) => ({ commit, time: times[index] ?? 0 }))
    .sort((a, b) => b.time - a.time)
    .map(({ commit }) => commit);
}
