import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';

export interface RealTemplate {
  /** The name of its file without the ending: a model's name, in llama.cpp's spelling. */
  readonly name: string;
  readonly text: string;
}

const modules = resolve(import.meta.dirname, '../../node_modules');
const bundle = join(modules, 'node-llama-cpp/llama/gitRelease.bundle');
const cache = join(modules, '.cache/mull-chat-templates');
const folder = 'models/templates/';

/**
 * The chat templates that llama.cpp keeps of real models (MIT; each template belongs to its model).
 *
 * They are not part of this repository: they are read from the git bundle of llama.cpp within node-llama-cpp, once,
 * and kept in node_modules/.cache.
 */
export function realTemplates(): readonly RealTemplate[] {
  if (!existsSync(cache)) extract();
  return readdirSync(cache)
    .sort()
    .map((file) => ({ name: file.replace(/\.jinja$/, ''), text: readFileSync(join(cache, file), 'utf8') }));
}

/** One of them by name. */
export function realTemplate(name: string): string {
  const found = realTemplates().find((template) => template.name === name);
  if (!found) throw new Error(`llama.cpp keeps no chat template "${name}".`);
  return found.text;
}

function extract(): void {
  mkdirSync(join(modules, '.cache'), { recursive: true });
  const work = mkdtempSync(join(modules, '.cache/mull-chat-templates-'));
  try {
    const repository = join(work, 'llama.git');
    const files = join(work, 'files');
    mkdirSync(files);
    git('clone', '--quiet', '--bare', bundle, repository);
    const names = git('--git-dir', repository, 'ls-tree', '--name-only', 'HEAD', folder).trim().split('\n');
    for (const name of names.filter((path) => path.endsWith('.jinja'))) {
      writeFileSync(join(files, name.slice(folder.length)), git('--git-dir', repository, 'show', `HEAD:${name}`));
    }
    // Another test may have been quicker; its files are the same.
    if (!existsSync(cache)) renameSync(files, cache);
  } catch (error) {
    if (!existsSync(cache)) throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function git(...options: string[]): string {
  return execFileSync('git', options, { encoding: 'utf8', maxBuffer: 2 ** 24 });
}
