import { Refusal } from '../server/answer.ts';

/** An error of the OpenAI-compatible API of Ollama: openai/openai.go:225-237, NewError. */
export function ollamaError(status: number, message: string): Refusal {
  return new Refusal(status, ollamaErrorBody(status, message));
}

export function ollamaErrorBody(status: number, message: string): unknown {
  const type = status === 400 ? 'invalid_request_error' : status === 404 ? 'not_found_error' : 'api_error';
  return { error: { message, type, param: null, code: null } };
}
