import type { RepoFile } from './list-repo.ts';

/** The files of a listing that were chosen by their paths, in the order of those. */
export function filesAt(files: readonly RepoFile[], paths: readonly string[]): readonly RepoFile[] {
  return paths.map((path) => files.find((file) => file.path === path) as RepoFile);
}
