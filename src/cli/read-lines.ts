import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { MullError } from '../core/mull-error.ts';
import type { Host } from './host.ts';

const lineFeed = 0x0a;

/**
 * The lines of a file a person named, without waiting for its end; `-` is standard input. A line that is not UTF-8 is
 * undefined, so that it can be told by its number.
 *
 * @throws E_OPTION_INVALID where the file cannot be read
 */
export async function* readLines(path: string, host: Host): AsyncGenerator<string | undefined, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (bytes: Uint8Array): string | undefined => {
    try {
      return decoder.decode(bytes).replace(/\r$/, '');
    } catch {
      return undefined;
    }
  };
  let pieces: Uint8Array[] = [];
  for await (const chunk of path === '-' ? host.input : readFile(path, host)) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      yield decode(Buffer.concat([...pieces, chunk.subarray(start, end)]));
      pieces = [];
      start = end + 1;
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
  }
  if (pieces.length > 0) yield decode(Buffer.concat(pieces));
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
