/** A token that is matched in the text before it is split into words. */
export interface AddedToken {
  readonly id: number;
  readonly text: string;
}

/**
 * Cuts the added tokens out of a text. The longest token is cut out everywhere first, then the next: a short token
 * that begins further left loses, which is llama.cpp's way and not that of leftmost-longest splitters.
 *
 * @param tokens - longest first
 * @returns texts and token ids in order
 */
export function splitAtTokens(text: string, tokens: readonly AddedToken[]): readonly (string | number)[] {
  let pieces: (string | number)[] = [text];
  for (const token of tokens) {
    if (!text.includes(token.text)) continue;
    pieces = pieces.flatMap((piece) => (typeof piece === 'string' ? cutOut(piece, token) : [piece]));
  }
  return pieces.filter((piece) => piece !== '');
}

function cutOut(text: string, token: AddedToken): (string | number)[] {
  return text.split(token.text).flatMap((part, index) => (index === 0 ? [part] : [token.id, part]));
}
