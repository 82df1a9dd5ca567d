import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { MullError } from '../core/mull-error.ts';
import { type ClientKey, readKeys } from '../server/access/keys.ts';
import type { Host } from './host.ts';

/** Shorter keys are guessed. */
const shortestKey = 16;

/**
 * Who may use the server: everybody in the file, and whoever has the key in the environment.
 *
 * @throws E_KEYS_INVALID
 */
export function readServerKeys(file: string | undefined, host: Host): readonly ClientKey[] {
  const key = host.environment.MULL_SERVER_KEY || undefined;
  if (key !== undefined && key.length < shortestKey) {
    throw new MullError('E_KEYS_INVALID', `MULL_SERVER_KEY has ${key.length} characters.`, {
      hint: `Give it at least ${shortestKey}: openssl rand -hex 24`,
    });
  }
  return [
    ...(file === undefined ? [] : readKeys(contentOf(resolve(host.workingDirectory(), file), file), file)),
    ...(key === undefined ? [] : [{ name: 'MULL_SERVER_KEY', key }]),
  ];
}

function contentOf(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new MullError('E_KEYS_INVALID', `${shown} cannot be read: ${(cause as Error).message}.`, {
      hint: 'Give the path of a file that you may read.',
      cause,
    });
  }
}
