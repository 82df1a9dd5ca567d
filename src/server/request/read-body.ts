import type { IncomingMessage } from 'node:http';
import { MullError } from '../../core/mull-error.ts';

/**
 * The JSON object a request carries.
 *
 * @param limit - bytes it may have
 * @throws E_BODY_TOO_LARGE, E_REQUEST_INVALID
 */
export async function readBody(incoming: IncomingMessage, limit: number): Promise<Readonly<Record<string, unknown>>> {
  if (Number(incoming.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > limit) throw tooLarge(limit);
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString('utf8');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    const what =
      text.trim() === '' ? 'The body of the request is empty.' : 'The body of the request is not valid JSON.';
    throw invalid(what, cause);
  }
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw invalid('The body of the request is JSON, but not an object.');
}

function tooLarge(limit: number): MullError {
  return new MullError('E_BODY_TOO_LARGE', `The body of the request has more than ${limit} bytes.`, {
    hint: 'Send less, or start the server with a higher --body-limit.',
  });
}

function invalid(message: string, cause?: unknown): MullError {
  return new MullError('E_REQUEST_INVALID', message, {
    hint: 'Send a JSON object, with content-type: application/json.',
    cause,
  });
}
