import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { MullError } from '../core/mull-error.ts';
import { splitLines } from '../dataset/source/split-lines.ts';
import type { Host } from './host.ts';

/**
 * The lines of a file a person named, without waiting for its end; `-` is standard input. A line that is not UTF-8 is
 * undefined, so that it can be told by its number.
 *
 * @throws E_OPTION_INVALID where the file cannot be read
 */
export function readLines(path: string, host: Host): AsyncGenerator<string | undefined, void> {
  return splitLines(path === '-' ? host.input : readFile(path, host));
}

async function* readFile(path: string, host: Host): AsyncGenerator<Uint8Array, void> {
  try {
    yield* createReadStream(resolve(host.workingDirectory(), path)) as AsyncIterable<Uint8Array>;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    throw new MullError(
      'E_OPTION_INVALID',
      missing ? `There is no file ${path}.` : `${path} cannot be read (${code}).`,
      {
        hint: missing ? 'Check the path.' : 'Give the path of a file that you may read.',
        cause: error,
      },
    );
  }
}
