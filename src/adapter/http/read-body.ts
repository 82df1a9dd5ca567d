import { MullError } from '../../core/mull-error.ts';
import { redact } from '../../core/redact.ts';
import { brokenOff, unreadable } from './failures.ts';

/** Most characters of an answer that is not a stream. */
const mostCharacters = 2 ** 26;

/** The text of an answer, as long as it is bearable. */
export async function readText(response: Response, signal: AbortSignal, where: string): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      text += decoder.decode(value, { stream: true });
      if (text.length > mostCharacters) throw unreadable(where, `with more than ${mostCharacters} characters`, '');
    }
  } catch (error) {
    if (signal.aborted || MullError.isMullError(error)) throw error;
    throw brokenOff(where, 'the connection broke off', causeOf(error));
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** The first words of an answer that cannot be read. */
export async function excerpt(body: ReadableStream<Uint8Array>): Promise<string> {
  const reader = body.getReader();
  try {
    const { value } = await reader.read();
    return value === undefined ? '' : new TextDecoder().decode(value.subarray(0, 600));
  } catch {
    return '';
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

export function contentType(response: Response): string {
  return response.headers.get('content-type') ?? 'no content type';
}

/** What broke a connection, without anything that may hold a key. */
export function causeOf(error: unknown): Error {
  return new Error(redact(error instanceof Error ? error.message : String(error)));
}
