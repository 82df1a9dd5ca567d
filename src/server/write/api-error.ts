import { MullError } from '../../core/mull-error.ts';
import { redact } from '../../core/redact.ts';
import { RequestError } from '../request/request-error.ts';
import type { Api } from '../request/server-request.ts';
import { httpStatus } from './http-status.ts';

/** An error as a client of some API gets it. */
export interface ApiError {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Whatever was thrown, as an error of mull. What was never expected is no message for clients: it may hold anything. */
export function mullErrorOf(error: unknown): MullError {
  if (MullError.isMullError(error)) return error;
  const what = error instanceof Error ? error.name : typeof error;
  return new MullError('E_INTERNAL', `Something unexpected happened (${redact(what)}).`, {
    hint: "It is a defect in mull: the server's log has the rest.",
    cause: error,
  });
}

/**
 * An error in the format of the API that was asked, with our code in it.
 *
 * OpenAI: `{ error: { message, type, param, code } }`. Anthropic: `{ type: 'error', error: { type, message } }`.
 */
export function apiError(error: unknown, api: Api): ApiError {
  const known = mullErrorOf(error);
  const { code, hint } = known;
  const status = httpStatus[code] ?? 500;
  const type = typeOf(status);
  const message = `${known.message} ${hint}`;
  if (api === 'messages') return { status, body: { type: 'error', error: { type, message, code, hint } } };
  const param = known instanceof RequestError ? known.field : null;
  return { status, body: { error: { message, type, param, code, hint } } };
}

/** The words of both hosts where they agree, and Anthropic's where OpenAI documents none. */
function typeOf(status: number): string {
  switch (status) {
    case 401:
      return 'authentication_error';
    case 403:
      return 'permission_error';
    case 404:
      return 'not_found_error';
    case 413:
      return 'request_too_large';
    case 429:
      return 'rate_limit_error';
    case 503:
      return 'overloaded_error';
    case 504:
      return 'timeout_error';
    default:
      return status < 500 ? 'invalid_request_error' : 'api_error';
  }
}
