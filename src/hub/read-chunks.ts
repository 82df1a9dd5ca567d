import { MullError } from '../core/mull-error.ts';
import { aborted } from './hub-fault.ts';
import type { TransferRequest } from './open-transfer.ts';

/**
 * The chunks of a body that is watched: silence, a broken connection and an early end are errors.
 *
 * @param at - how much of the file is here; the caller counts
 * @throws E_HUB_UNREACHABLE, E_ABORTED
 */
export async function* readChunks(
  stream: ReadableStream<Uint8Array>,
  { settings, file }: TransferRequest,
  at: { readonly bytes: number },
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await orSilence(reader.read(), settings.silence);
      if (done) break;
      yield value;
    }
  } catch (error) {
    if (signal?.aborted) throw aborted(file.path);
    throw broken(error instanceof Error ? error.message : String(error), error);
  } finally {
    await reader.cancel().catch(() => {});
  }
  if (at.bytes < file.bytes) throw broken('the server ended it', undefined);

  function broken(reason: string, cause: unknown): MullError {
    const host = new URL(settings.endpoint).host;
    const amount = `${at.bytes} of ${file.bytes} bytes`;
    return new MullError('E_HUB_UNREACHABLE', `The download from ${host} broke off after ${amount} (${reason}).`, {
      hint: 'What was downloaded is kept: the next pull goes on from there.',
      cause,
    });
  }
}

async function orSilence<T>(reading: Promise<T>, seconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no data for ${seconds} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([reading, silence]);
  } finally {
    clearTimeout(timer);
  }
}
