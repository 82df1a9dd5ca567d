import type { ContentPart, Message } from '../../core/message.ts';

/** The content of a message: one text where all of its parts are texts. */
export function joinedParts(parts: readonly ContentPart[]): Message['content'] {
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return texts.length === parts.length ? texts.join('\n') : parts;
}
