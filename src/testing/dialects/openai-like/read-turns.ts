import type { ChatTurn } from '../model/chat-prompt.ts';
import { type Fields, isObject } from './fields.ts';

/** A message of a chat request: its turn, and the message as it was sent. */
export interface SentTurn extends ChatTurn {
  readonly sent: Readonly<Record<string, unknown>>;
}

/**
 * The messages of a chat request. Images stand in the prompt as `<image>`; thinking is read from the fields named.
 *
 * @param thinkingFields - names of the field that holds the thinking of a message, the first one that is there counts
 */
export function readTurns(fields: Fields, thinkingFields: readonly string[]): readonly SentTurn[] {
  const messages = fields.objects('messages');
  if (messages === undefined || messages.length === 0) throw fields.refuse('Messages cannot be empty.', 'messages');
  return messages.map((message, index) => {
    if (typeof message.role !== 'string') throw fields.refuse('Field required', `messages.${index}.role`);
    const thinking = thinkingFields.map((field) => message[field]).find((value) => typeof value === 'string');
    return {
      role: message.role,
      content: textOf(message.content),
      ...(typeof thinking === 'string' && { thinking }),
      sent: message,
    };
  });
}

/** The text of a content: a string, or a list of parts. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .filter(isObject)
    .map((part) => {
      if (typeof part.text === 'string') return part.text;
      return part.type === 'image_url' || part.type === 'image' ? '<image>' : '';
    })
    .join('');
}
