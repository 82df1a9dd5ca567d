import { Refusal } from '../server/answer.ts';

/** https://openrouter.ai/docs/api/reference/errors-and-debugging */
export function openrouterError(status: number, message: string, metadata?: Record<string, unknown>): Refusal {
  return new Refusal(status, { error: { message, code: status, ...(metadata && { metadata }) } });
}
