import { MullError } from '../../core/mull-error.ts';

/**
 * @param served.names - what the model may be called
 * @param served.anyName - it may be called anything
 * @throws E_MODEL_UNKNOWN
 */
export function checkModel(
  model: string | undefined,
  { names, anyName }: { readonly names: readonly string[]; readonly anyName: boolean },
): void {
  if (model === undefined || anyName || names.includes(model)) return;
  throw new MullError('E_MODEL_UNKNOWN', `This server has no model ${JSON.stringify(model.slice(0, 80))}.`, {
    hint: `It has ${names.join(', ')}. Another name can be given to it with --alias.`,
  });
}
