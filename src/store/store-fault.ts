import { MullError } from '../core/mull-error.ts';

/**
 * What went wrong on disk, as something to act on; errors of other origin come back as they are.
 *
 * @param doing - what was tried, as the start of a sentence: `Writing a record`
 */
export function storeFault(error: unknown, doing: string, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new MullError('E_DISK_FULL', `${doing} failed: no space is left in ${folder} (${code}).`, {
      hint: 'Free some space, then give the same command again: what was written is kept, and it goes on from there.',
      cause: error,
    });
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR'].includes(code)) {
    return new MullError('E_RUN_UNWRITABLE', `${doing} failed: ${folder} cannot be written (${code}).`, {
      hint: 'Check the permissions of the folder, or name another one with --runs.',
      cause: error,
    });
  }
  return error;
}
