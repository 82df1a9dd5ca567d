// The layer hub needs Node: it looks for files.
import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { isModelFile, parseGgufName } from './gguf-name.ts';
import type { HubSpec } from './hub-spec.ts';
import { isCommit } from './is-commit.ts';
import { listFiles, listFolders } from './list-files.ts';
import { type RepoFolder, repoFolder, repoOfFolder } from './repo-folder.ts';

/** A model in the cache, at one commit, whoever put it there. */
export interface CachedModel {
  /** How to name it: without a revision where it is of `main`, else by another branch or tag, else by its commit. */
  readonly spec: HubSpec & { readonly file: string };
  readonly commit: string;
  /** The branches and tags that stood for the commit when they were last asked for. */
  readonly revisions: readonly string[];
  /** Its files as links in the snapshot, the first part first. */
  readonly paths: readonly string[];
  /** Parts of a split model that are not there. */
  readonly missing: number;
  /** The same for the same file at another commit. */
  readonly content: string;
}

/**
 * Every model in the cache, by repository and file; at several commits those first that are easiest to name.
 *
 * @param only - look at this repository alone
 */
export async function cachedModels(cacheDir: string, only?: string): Promise<readonly CachedModel[]> {
  const found: CachedModel[] = [];
  for (const name of await listFolders(cacheDir)) {
    const repo = repoOfFolder(name);
    if (repo === undefined || (only !== undefined && repo !== only)) continue;
    found.push(...(await modelsOf(repo, repoFolder(cacheDir, repo))));
  }
  return found;
}

async function modelsOf(repo: string, folder: RepoFolder): Promise<readonly CachedModel[]> {
  const references = await readReferences(folder);
  const models: CachedModel[] = [];
  for (const commit of (await listFolders(folder.snapshots)).filter(isCommit)) {
    const revisions = [...references].filter(([, target]) => target === commit).map(([name]) => name);
    const revision = revisions.includes('main') ? undefined : (revisions[0] ?? commit);
    for (const { file, ...model } of await modelsIn(join(folder.snapshots, commit))) {
      models.push({ spec: { repo, file, revision }, commit, revisions, ...model });
    }
  }
  const order = ({ spec, revisions }: CachedModel): string =>
    `${spec.file}\n${spec.revision === undefined ? 0 : revisions.length > 0 ? 1 : 2}${spec.revision}`;
  return models.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

async function readReferences(folder: RepoFolder): Promise<ReadonlyMap<string, string>> {
  const references = new Map<string, string>();
  for (const name of await listFiles(folder.refs)) {
    const commit = (await readFile(join(folder.refs, ...name.split('/')), 'utf8').catch(() => '')).trim();
    if (isCommit(commit)) references.set(name, commit);
  }
  return references;
}

type FoundModel = Pick<CachedModel, 'paths' | 'missing' | 'content'> & { readonly file: string };

async function modelsIn(snapshot: string): Promise<readonly FoundModel[]> {
  const groups = new Map<string, { parts: number; files: [number, string][] }>();
  for (const path of await listFiles(snapshot)) {
    const name = parseGgufName(path);
    if (!name || !isModelFile(path)) continue;
    const key = `${name.stem}/${name.parts}`;
    const group = groups.get(key) ?? { parts: name.parts, files: [] };
    group.files.push([name.part, path]);
    groups.set(key, group);
  }
  const models: FoundModel[] = [];
  for (const { parts, files } of groups.values()) {
    const names = files.sort(([a], [b]) => a - b).map(([, name]) => name);
    const paths = names.map((name) => join(snapshot, ...name.split('/')));
    // A link whose blob was deleted resolves to nothing.
    const targets = await Promise.all(paths.map((path) => realpath(path).catch(() => undefined)));
    const missing = parts - targets.filter((target) => target !== undefined).length;
    const content = [names[0], ...targets.map((target) => target ?? '')].join('\n');
    models.push({ file: names[0] ?? '', paths, missing, content });
  }
  return models;
}
