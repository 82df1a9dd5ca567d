import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { MullError } from '../core/mull-error.ts';
import type { Host } from './host.ts';

/** More than anything these commands read for; keeps an endless input or a wrong file from filling the memory. */
const largestFile = 512 * 1024 * 1024;

/**
 * The text of a file a person named; `-` is standard input.
 *
 * @param what - what the file is to them: `The series`
 * @throws E_OPTION_INVALID where it cannot be read or is no text
 */
export async function readText(path: string, what: string, host: Host): Promise<string> {
  if (path === '-') return readInputText(host, what, largestFile);
  return decoded(await readBytes(path, host), path);
}

/**
 * The text on standard input.
 *
 * @param what - what it is to a person: `The question`
 * @param largest - more bytes than this are refused
 */
export async function readInputText(host: Host, what: string, largest: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of host.input) {
    size += chunk.length;
    if (size > largest) throw tooLarge(`${what} on standard input`, largest);
    chunks.push(chunk);
  }
  return decoded(Buffer.concat(chunks), `${what} on standard input`);
}

function decoded(bytes: Uint8Array, shown: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw unreadable(`${shown} is not UTF-8 text.`, 'Convert it to UTF-8, for example with iconv.', error);
  }
}

async function readBytes(path: string, host: Host): Promise<Uint8Array> {
  const full = resolve(host.workingDirectory(), path);
  try {
    const found = await stat(full);
    if (found.isDirectory()) throw unreadable(`${path} is a directory.`, 'Give the path of a file.');
    if (found.size > largestFile) throw tooLarge(path, largestFile);
    return await readFile(full);
  } catch (error) {
    if (MullError.isMullError(error)) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw unreadable(`There is no file ${path}.`, 'Check the path.', error);
    throw unreadable(`${path} cannot be read (${code}).`, 'Check the permissions of the file.', error);
  }
}

function tooLarge(what: string, largest: number): MullError {
  return unreadable(`${what} is larger than ${largest / 2 ** 20} MiB.`, 'Give a smaller one.');
}

function unreadable(message: string, hint: string, cause?: unknown): MullError {
  return new MullError('E_OPTION_INVALID', message, { hint, cause });
}
