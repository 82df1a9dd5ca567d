import { Refusal } from '../server/answer.ts';

/** An error of SGLang; sgl-project/sglang, python/sglang/srt/entrypoints/openai/protocol.py, ErrorResponse. */
export function sglangError(status: number, message: string, type: string, param: string | null = null): Refusal {
  return new Refusal(status, { object: 'error', message, type, param, code: status });
}

export function invalidField(message: string, field: string): Refusal {
  return sglangError(400, message, 'BadRequestError', field);
}
