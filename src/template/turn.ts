import type { Message, ToolCall } from '../core/message.ts';
import { DataText } from './data-text.ts';

/** A message whose texts are marked as data, so that texts of mull's own can stand beside them. */
export interface Turn {
  readonly role: Message['role'];
  readonly texts: readonly DataText[];
  readonly thinking?: string;
  readonly toolCalls?: readonly ToolCall[];
  readonly toolCallId?: string;
}

export function turnOf(message: Message): Turn {
  const { role, content, thinking, toolCalls, toolCallId } = message;
  const items = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
  const texts = items.flatMap((item) => {
    if (item.type === 'media') return [new DataText({ media: item.media }, 'message')];
    return item.text === '' ? [] : [DataText.message(item.text)];
  });
  return {
    role,
    texts,
    ...(thinking ? { thinking } : {}),
    ...(toolCalls?.length ? { toolCalls } : {}),
    ...(toolCallId === undefined ? {} : { toolCallId }),
  };
}

/** Text of mull's own within a message. */
export function controlText(text: string, instead = ''): DataText {
  return new DataText({ text, control: true }, 'message', instead);
}
