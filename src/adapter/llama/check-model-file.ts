import { open, stat } from 'node:fs/promises';
import { MullError } from '../../core/mull-error.ts';
import { shownBytes } from './shown-bytes.ts';

/** What is known of a file before anything reads it. */
export interface ModelFile {
  readonly path: string;
  readonly bytes: number;
  /** Changes when the file does. */
  readonly fingerprint: string;
}

const magic = 'GGUF';
/** Magic, version, two counts. */
const smallestHeader = 24;

/**
 * The checks that cost nothing: there is such a file, it begins like a model, and it fits into memory.
 *
 * @param memory - bytes of memory that this process may have in all
 * @throws E_MODEL_NOT_FOUND, E_NOT_A_MODEL, E_MODEL_CORRUPT, E_MEMORY
 */
export async function checkModelFile(path: string, memory: number): Promise<ModelFile> {
  const found = await attempt(path, () => stat(path));
  if (found.isDirectory()) throw notFound(`${path} is a directory.`, 'Give the path of a .gguf file inside it.');
  if (!found.isFile()) throw notFound(`${path} is not a file.`, 'Give the path of a .gguf file.');
  if (found.size === 0) throw corrupt(`${path} is empty.`);
  const beginning = await attempt(path, () => firstBytes(path, magic.length));
  if (beginning !== magic) {
    throw new MullError('E_NOT_A_MODEL', `${path} does not begin with "GGUF".`, {
      hint: 'Give the path of a .gguf file.',
    });
  }
  if (found.size < smallestHeader) throw corrupt(`${path} ends after ${found.size} bytes, in its header.`);
  if (found.size > memory) {
    throw new MullError('E_MEMORY', `${path} has ${shownBytes(found.size)}; this machine has ${shownBytes(memory)}.`, {
      hint: 'Use a smaller model, or one with stronger quantisation. Nothing was loaded.',
    });
  }
  return { path, bytes: found.size, fingerprint: [path, found.size, found.mtimeMs, found.ino].join(':') };
}

async function firstBytes(path: string, count: number): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function attempt<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw notFound(`There is no file ${path}.`, 'Check the path.', error);
    throw notFound(`${path} cannot be read (${code}).`, 'Check the permissions of the file.', error);
  }
}

function notFound(message: string, hint: string, cause?: unknown): MullError {
  return new MullError('E_MODEL_NOT_FOUND', message, { hint, cause });
}

function corrupt(message: string): MullError {
  return new MullError('E_MODEL_CORRUPT', message, { hint: 'Fetch the file again and compare its checksum.' });
}
