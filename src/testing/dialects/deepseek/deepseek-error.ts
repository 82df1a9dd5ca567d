import { openaiError } from '../openai-like/openai-error.ts';
import type { Refusal } from '../server/answer.ts';

/**
 * An error of DeepSeek. https://api-docs.deepseek.com/quick_start/error_codes.md for the codes;
 * https://github.com/BerriAI/litellm/issues/10403 for the body.
 */
export function deepseekError(status: number, message: string): Refusal {
  const type = status === 401 ? 'authentication_error' : 'invalid_request_error';
  return openaiError(status, message, type, null, 'invalid_request_error');
}
