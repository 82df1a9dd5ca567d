import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { MullError } from '../core/mull-error.ts';
import { nearestName } from '../core/nearest-name.ts';
import { runPaths } from './run-paths.ts';

/**
 * The folder of a run by its path or its name.
 *
 * @param root - the folder of runs
 * @param base - what relative paths start from
 * @throws E_RUN_NOT_FOUND with the nearest name
 */
export async function findRun(name: string, root: string, base: string = process.cwd()): Promise<string> {
  for (const folder of [resolve(base, name), ...(isAbsolute(name) ? [] : [join(root, name)])]) {
    if ((await stat(runPaths(folder).plan).catch(() => undefined))?.isFile()) return folder;
  }
  const names = await runNames(root);
  const near = nearestName(name, names);
  throw new MullError('E_RUN_NOT_FOUND', `There is no run "${name}".`, {
    hint:
      near !== undefined
        ? `Did you mean "${near}"?`
        : names.length === 0
          ? `There are no runs in ${root}: \`mull eval\` makes them.`
          : 'List them: mull runs',
  });
}

/** The names of the runs in a folder; none where it does not exist. */
export async function runNames(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const names: string[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    if (await stat(runPaths(join(root, entry.name)).plan).catch(() => undefined)) names.push(entry.name);
  }
  return names.sort();
}
