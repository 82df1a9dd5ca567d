import { resolve } from 'node:path';
import { MullError } from '../../core/mull-error.ts';
import { replaceFile } from '../../store/replace-file.ts';
import type { Host } from '../host.ts';

/**
 * Writes a file a person asked for, whole or not at all: an interrupted or failed write leaves what was there.
 *
 * @param write - gives the file piece by piece
 * @throws E_OUTPUT_FAILED
 */
export async function writeReport(
  file: string,
  host: Host,
  write: (add: (piece: string | Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  try {
    await replaceFile(resolve(host.workingDirectory(), file), write);
  } catch (error) {
    const code = error instanceof Error && 'code' in error && 'syscall' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    throw new MullError('E_OUTPUT_FAILED', `${file} cannot be written (${code}).`, {
      hint: 'Check that its folder exists and may be written, and that there is room.',
      cause: error,
    });
  }
}
