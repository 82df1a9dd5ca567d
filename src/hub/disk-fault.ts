import { MullError } from '../core/mull-error.ts';

/**
 * What went wrong on disk, as something to act on; errors of other origin come back as they are.
 *
 * @param doing - what was tried, as the start of a sentence: `Writing model.gguf`
 */
export function diskFault(error: unknown, doing: string, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new MullError('E_DISK_FULL', `${doing} failed: no space is left in ${folder} (${code}).`, {
      hint: 'Free some space or set HF_HUB_CACHE to a folder on another disk, then pull again: it goes on from there.',
      cause: error,
    });
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(code)) {
    return new MullError('E_CACHE_UNWRITABLE', `${doing} failed: ${folder} cannot be written (${code}).`, {
      hint: 'Check the permissions of the folder, or set HF_HUB_CACHE to one you may write to.',
      cause: error,
    });
  }
  return error;
}
