import { MullError } from '../core/mull-error.ts';
import type { Warning } from '../core/warning.ts';
import type { Part } from '../engine/prompt.ts';
import { breakUpControlText } from './break-up-control-text.ts';
import type { ScriptedWorld } from './scripted-world.ts';

/** Parts as an engine of these abilities sends them on: as they are, or as text in which nothing is left to chance. */
export function presentParts(
  world: Pick<ScriptedWorld, 'abilities' | 'vocabulary'>,
  parts: readonly Part[],
): { readonly parts: readonly Part[]; readonly warnings: readonly Warning[] } {
  const { abilities, vocabulary } = world;
  if (!abilities.tokenIds && parts.some((part) => 'tokens' in part)) {
    throw new MullError('E_UNSUPPORTED', 'This engine takes text only, and got token ids.', {
      hint: 'Give the text of the tokens instead.',
    });
  }
  if (abilities.literalText) return { parts, warnings: [] };
  const warnings: Warning[] = [];
  const shown = parts.map((part) => {
    if (!('text' in part) || part.control) return part;
    const text = breakUpControlText(part.text, vocabulary.controls);
    if (text !== part.text) {
      warnings.push({
        code: 'W_CONTROL_TEXT',
        message: 'Control strings in a text were broken up with spaces, as this engine takes only text.',
      });
    }
    return { text, control: true };
  });
  return { parts: shown, warnings };
}

/** The text of parts, for the record of calls and for scripts that depend on the prompt. */
export function textOfParts(world: Pick<ScriptedWorld, 'vocabulary'>, parts: readonly Part[]): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return parts
    .map((part) => {
      if ('text' in part) return part.text;
      if ('media' in part) return '';
      return decoder.decode(Uint8Array.from(part.tokens.flatMap((token) => [...world.vocabulary.bytes(token)])));
    })
    .join('');
}
