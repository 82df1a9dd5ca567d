import { Refusal } from '../server/answer.ts';

/**
 * An error of vLLM.
 *
 * vllm-project/vllm, vllm/entrypoints/serve/engine/protocol.py, ErrorResponse and ErrorInfo; the types are given by
 * vllm/entrypoints/serve/exception_handling/error_response.py, create_error_response.
 */
export function vllmError(status: number, message: string, type: string, param: string | null = null): Refusal {
  return new Refusal(status, { error: { message, type, param, code: status } });
}

/** A request with a field of the wrong type or value. */
export function invalidField(message: string, field: string): Refusal {
  return vllmError(400, message, 'BadRequestError', field);
}
