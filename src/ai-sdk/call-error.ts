import { MullError } from '../core/mull-error.ts';

/** An error as the AI SDK wants it: for an abort by the caller, the reason of its signal; every other as it is. */
export function callError(error: unknown, signal: AbortSignal | undefined): unknown {
  return signal?.aborted && MullError.isMullError(error) && error.code === 'E_ABORTED' ? signal.reason : error;
}
