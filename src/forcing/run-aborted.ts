import { MullError } from '../core/mull-error.ts';

/** A run was broken off by its signal, whose reason is the cause. */
export function runAborted(signal: AbortSignal): MullError {
  return new MullError('E_ABORTED', 'The run was aborted.', {
    hint: 'Run it again to get an answer.',
    cause: signal.reason,
  });
}
