import type { Part } from '../engine/prompt.ts';
import { invalid, unsupported } from './faults.ts';
import type { Tokenizer } from './tokenizer.ts';

/**
 * The token ids of each part, every part on its own: what is appended never changes what stands before it.
 *
 * @throws E_UNSUPPORTED for media, E_OPTION_INVALID for ids that the vocabulary does not have
 */
export function encodeParts(
  parts: readonly Part[],
  tokenizer: Tokenizer,
  vocabularySize: number,
): (readonly number[])[] {
  return parts.map((part, index) => {
    if ('media' in part) {
      throw unsupported(
        `Part ${index} is ${part.media.type === 'audio' ? 'audio' : 'an image'}, and this engine reads text only.`,
        'Use an engine whose abilities include media.',
      );
    }
    if ('text' in part) return tokenizer.encode(part.text, part.control);
    const wrong = part.tokens.find((token) => !isToken(token, vocabularySize));
    if (wrong !== undefined) {
      throw invalid(
        `Part ${index} contains the token id ${wrong}; the vocabulary has the ids 0 to ${vocabularySize - 1}.`,
        'Use ids from `encode` or from chunks of the same engine.',
      );
    }
    return part.tokens;
  });
}

export function isToken(token: number, vocabularySize: number): boolean {
  return Number.isInteger(token) && token >= 0 && token < vocabularySize;
}
