import type { Warning } from '../../core/warning.ts';
import type { Part } from '../../engine/prompt.ts';
import { unsupported } from '../../lockstep/faults.ts';
import { breakUpControlText } from './control-text.ts';

/** What appended text does to sampled text on servers that take only text. */
export const retokenised: Warning = {
  code: 'W_RETOKENISED',
  message: 'The server takes only text: what was written is tokenised again with what was appended.',
};

/**
 * Parts as one text; control strings in texts of users are broken up.
 *
 * @throws E_UNSUPPORTED for media and token ids
 */
export function textOfParts(parts: readonly Part[]): { readonly text: string; readonly warnings: readonly Warning[] } {
  const warnings: Warning[] = [];
  const texts = parts.map((part, index) => {
    if ('media' in part) {
      const what = part.media.type === 'audio' ? 'audio' : 'an image';
      throw unsupported(
        `Part ${index} is ${what}, and this server is continued by text only.`,
        'Put it into a message.',
      );
    }
    if ('tokens' in part) {
      throw unsupported('This engine takes text only, and got token ids.', 'Give the text of the tokens instead.');
    }
    const text = part.text.replace(/\p{Surrogate}/gu, '\uFFFD');
    if (part.control) return text;
    const broken = breakUpControlText(text, []);
    warnings.push(...broken.warnings);
    return broken.text;
  });
  return { text: texts.join(''), warnings: warnings.slice(0, 1) };
}
