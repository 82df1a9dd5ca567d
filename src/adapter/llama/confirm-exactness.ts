import { MullError } from '../../core/mull-error.ts';
import type { Choice, Settings } from './choose-settings.ts';
import type { Exactness } from './probe-exactness.ts';

/**
 * Settings that promise the same tokens, held against what the model showed.
 *
 * @param asked - whether the user wants them to be reproducible
 * @throws E_UNSUPPORTED where the user does and the model is not
 */
export function confirmExactness(
  settings: Settings,
  choices: readonly Choice[],
  { besideOthers, howeverDivided }: Exactness,
  asked: boolean | undefined,
): { readonly settings: Settings; readonly choices: readonly Choice[] } {
  const holds = besideOthers && (howeverDivided || !settings.prefixCache);
  if (!settings.reproducible || holds) return { settings, choices };
  if (asked === true) {
    throw new MullError(
      'E_UNSUPPORTED',
      besideOthers
        ? 'llama.cpp computes this model differently at once and token by token, so that a cached prompt changes it.'
        : 'llama.cpp computes this model differently alone and beside other sequences.',
      {
        hint: besideOthers
          ? 'Set `prefixCache` to false.'
          : 'Set `slots` to 1 and `prefixCache` to false, or take another quantisation.',
      },
    );
  }
  const why = besideOthers
    ? 'tried: a text read at once and token by token is not computed alike'
    : 'tried: alone and beside others are not computed alike';
  return {
    settings: { ...settings, reproducible: false },
    choices: choices.map((choice) =>
      choice.name === 'reproducible' ? { ...choice, value: false, by: 'mull', why } : choice,
    ),
  };
}
