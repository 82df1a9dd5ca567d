import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { MullError } from '../core/mull-error.ts';
import type { ThinkingFormat } from '../core/thinking-format.ts';
import type { Engine } from '../engine/engine.ts';

/** How to open a model on this machine. */
export interface ModelFileOptions {
  readonly name?: string;
  readonly contextSize?: number;
  readonly slots?: number;
  readonly chatTemplate?: string;
  readonly thinking?: string | Partial<ThinkingFormat>;
  readonly threads?: number;
  readonly gpuLayers?: number;
  readonly isolate?: boolean;
}

/** Larger files are left to llama.cpp without a look: the pocket engine would take them, and be slow. */
export const mostPocketBytes: number = 128 * 2 ** 20;

/**
 * Opens a GGUF file: tiny models with the pocket engine, which needs nothing installed, all others with llama.cpp.
 * Options that only llama.cpp has (`threads`, `gpuLayers`, `isolate`) ask for it.
 */
export async function openModelFile(path: string, options: ModelFileOptions): Promise<Engine> {
  const { threads, gpuLayers, isolate, ...shared } = options;
  const wantsLlama = threads !== undefined || gpuLayers !== undefined || isolate !== undefined;
  const bytes = await sizeOf(path);
  const pocket = wantsLlama || bytes > mostPocketBytes ? undefined : await openPocket(path, shared);
  if (pocket) return pocket;
  const { createLlamaEngine } = await import('./llama/create-llama-engine.ts');
  return createLlamaEngine({ ...options, path });
}

/** Undefined for a model that the pocket engine does not run. */
async function openPocket(path: string, options: ModelFileOptions): Promise<Engine | undefined> {
  const { createPocketEngine } = await import('./pocket/create-pocket-engine.ts');
  const model = await attempt(path, () => readFile(path));
  try {
    return await createPocketEngine({ name: basename(path).replace(/\.gguf$/i, ''), ...options, model });
  } catch (error) {
    if (MullError.isMullError(error) && error.code === 'E_MODEL_UNSUPPORTED') return undefined;
    throw error;
  }
}

async function sizeOf(path: string): Promise<number> {
  const found = await attempt(path, () => stat(path));
  if (found.isDirectory()) throw notFound(`${path} is a directory.`, 'Give the path of a .gguf file inside it.');
  return found.size;
}

async function attempt<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw notFound(`There is no file ${path}.`, 'Check the path. `pebble`, the bundled model, needs no file.', error);
    }
    throw notFound(`${path} cannot be read (${code}).`, 'Check the permissions of the file.', error);
  }
}

function notFound(message: string, hint: string, cause?: unknown): MullError {
  return new MullError('E_MODEL_NOT_FOUND', message, { hint, cause });
}
