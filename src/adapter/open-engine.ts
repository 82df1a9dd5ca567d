import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MullError } from '../core/mull-error.ts';
import { nearestName } from '../core/nearest-name.ts';
import type { Engine } from '../engine/engine.ts';
import type { PocketEngineOptions } from './pocket/create-pocket-engine.ts';

/** Options of the engine that is opened; what it does not know it refuses. */
export type OpenEngineOptions = Omit<PocketEngineOptions, 'model'>;

/** Names of bundled models, each a file in `models/` of this package. */
const bundled: readonly string[] = ['pebble'];
/** No file the pocket engine could run is larger: weights take at most twice their size once in memory. */
const mostFileBytes = 2 ** 30;

/**
 * Opens an engine by the name one types: `pebble`, or the path of a GGUF file. Needs Node.
 *
 * @throws E_ENGINE_UNKNOWN, E_MODEL_NOT_FOUND, and what the engine throws when it loads the model
 */
export async function openEngine(specification: string, options: OpenEngineOptions = {}): Promise<Engine> {
  if (bundled.includes(specification)) return openBundled(specification, options);
  if (/^https?:/i.test(specification)) {
    throw new MullError('E_ENGINE_UNKNOWN', `This version of mull speaks to no server, so not to ${specification}.`, {
      hint: 'Use `pebble`, the bundled model, or the path of a .gguf file.',
    });
  }
  if (/\.gguf$/i.test(specification)) return openFile(specification, options);
  throw unknown(specification);
}

/** The bundled files lie beside `src` in a clone and beside `dist` in an installed package. */
async function openBundled(name: string, options: OpenEngineOptions): Promise<Engine> {
  const file = join('models', `${name}.gguf`);
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, file)) && dirname(folder) !== folder) folder = dirname(folder);
  return openFile(join(folder, file), { name, ...options });
}

async function openFile(path: string, options: OpenEngineOptions): Promise<Engine> {
  const model = await read(path);
  const { createPocketEngine } = await import('./pocket/create-pocket-engine.ts');
  return createPocketEngine({ name: basename(path).replace(/\.gguf$/i, ''), ...options, model });
}

async function read(path: string): Promise<Uint8Array> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) {
      throw notFound(`${path} is a directory.`, 'Give the path of a .gguf file inside it.');
    }
    if (found.size > mostFileBytes) {
      const size = `${Math.round(found.size / 2 ** 20).toLocaleString('en-US')} MiB`;
      throw new MullError('E_MODEL_UNSUPPORTED', `${path} has ${size}; the pocket engine takes up to 1,024 MiB.`, {
        hint: 'It runs tiny Qwen2 models with F32 or F16 weights; this file needs another engine.',
      });
    }
    return await readFile(path);
  } catch (error) {
    if (MullError.isMullError(error)) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw notFound(`There is no file ${path}.`, 'Check the path. `pebble`, the bundled model, needs no file.', error);
    }
    throw notFound(`${path} cannot be read (${code}).`, 'Check the permissions of the file.', error);
  }
}

function unknown(specification: string): MullError {
  const near = nearestName(specification, bundled);
  if (near !== undefined) {
    return new MullError('E_ENGINE_UNKNOWN', `There is no engine "${specification}".`, {
      hint: `Did you mean "${near}"?`,
    });
  }
  const isPath = specification !== '' && existsSync(specification);
  return new MullError(
    'E_ENGINE_UNKNOWN',
    isPath ? `${specification} is not a .gguf file.` : `There is no engine "${specification}".`,
    { hint: 'Use `pebble`, the bundled model, or the path of a .gguf file.' },
  );
}

function notFound(message: string, hint: string, cause?: unknown): MullError {
  return new MullError('E_MODEL_NOT_FOUND', message, { hint, cause });
}
