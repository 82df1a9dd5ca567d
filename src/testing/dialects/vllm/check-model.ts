import type { Fields } from '../openai-like/fields.ts';
import { vllmError } from './vllm-error.ts';

/** vllm/entrypoints/openai/models/serving.py: another name than the served one is not found; none stands for it. */
export function checkModel(fields: Fields, name: string): void {
  const asked = fields.text('model');
  if (asked !== undefined && asked !== name) {
    throw vllmError(404, `The model \`${asked}\` does not exist.`, 'NotFoundError', 'model');
  }
}
