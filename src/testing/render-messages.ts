import type { Message } from '../core/message.ts';
import { MullError } from '../core/mull-error.ts';
import type { Part } from '../engine/prompt.ts';

/** Messages as a scripted server renders them: ChatML, with the assistant's turn opened. */
export function renderMessages(messages: readonly Message[]): Part[] {
  const parts: Part[] = messages.flatMap((message) => [
    { text: `<|im_start|>${message.role}\n`, control: true },
    { text: textOf(message), control: false },
    { text: '<|im_end|>\n', control: true },
  ]);
  return [...parts, { text: '<|im_start|>assistant\n', control: true }];
}

function textOf({ content }: Message): string {
  if (typeof content === 'string') return content;
  return content
    .map((part) => {
      if (part.type === 'text') return part.text;
      throw new MullError('E_UNSUPPORTED', `The scripted engine cannot read ${part.media.mediaType}.`, {
        hint: 'Give it text only.',
      });
    })
    .join('');
}
