import { Refusal } from '../server/answer.ts';
import { newId } from '../server/new-id.ts';

/** https://platform.claude.com/docs/en/api/errors, "HTTP errors" */
const types: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

export function anthropicErrorBody(status: number, message: string): unknown {
  const error = { type: types[status] ?? 'api_error', message };
  return { type: 'error', error, request_id: newId('req_') };
}

export function anthropicError(status: number, message: string): Refusal {
  return new Refusal(status, anthropicErrorBody(status, message));
}
