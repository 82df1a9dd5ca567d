import { Refusal } from '../server/answer.ts';

/** The error body that OpenAI made common. https://platform.openai.com/docs/guides/error-codes */
export function openaiError(
  status: number,
  message: string,
  type: string,
  param: string | null,
  code: string | null,
): Refusal {
  return new Refusal(status, { error: { message, type, param, code } });
}
