import type { Abilities } from '../../engine/abilities.ts';
import type { GenerateOptions } from '../../engine/generation.ts';
import { invalid, unsupported } from '../../lockstep/faults.ts';
import { checkGenerateOptions } from '../../lockstep/generation-plan.ts';

/** @throws E_OPTION_INVALID, E_UNSUPPORTED for what servers that take only text cannot be told */
export function checkTextOptions(options: GenerateOptions, abilities: Abilities): void {
  checkGenerateOptions(options, abilities);
  if ((options.banFirst ?? []).length > 0) {
    throw unsupported('This server takes text only, so tokens cannot be banned.', 'Leave `banFirst` out.');
  }
  if (options.grammar !== undefined) {
    throw unsupported('This engine cannot hold a text to a grammar.', 'Leave `grammar` out.');
  }
  if (options.stop.some((stop) => stop.text === '')) {
    throw invalid('A stop is an empty text.', 'Give a stop at least one character.');
  }
}
