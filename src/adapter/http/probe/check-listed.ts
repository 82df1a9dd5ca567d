import { MullError } from '../../../core/mull-error.ts';
import { modelFileName } from '../model-file-name.ts';
import type { ModelList } from './read-models.ts';

/**
 * For servers that take any name and answer with the model they have: a receipt must not name another.
 *
 * @throws E_MODEL_UNKNOWN where the list has no such model
 */
export function checkListed({ model, names, listed }: ModelList): void {
  if (listed || names.length === 0) return;
  throw new MullError('E_MODEL_UNKNOWN', `The server has no model "${model.value}", though it takes any name.`, {
    hint: `It has: ${names.slice(0, 8).map(modelFileName).join(', ')}. Name that one, or leave the name out.`,
  });
}
