import { MullError } from '../core/mull-error.ts';
import { nearestName } from '../core/nearest-name.ts';

/**
 * The word a person chose.
 *
 * @param option - how they wrote the option, `--loop`
 * @throws E_OPTION_INVALID naming the choices, and the nearest one
 */
export function readChoice<Choice extends string>(text: string, option: string, choices: readonly Choice[]): Choice {
  const found = choices.find((candidate) => candidate === text);
  if (found !== undefined) return found;
  const form = choices.length === 1 ? choices[0] : `one of ${choices.join(', ')}`;
  const near = nearestName(text, choices);
  throw new MullError('E_OPTION_INVALID', `${option} must be ${form}, got ${JSON.stringify(text.slice(0, 40))}.`, {
    hint: `${near === undefined ? 'For example' : 'Did you mean'}: ${option} ${near ?? choices[0]}`,
  });
}
