import { base64 } from '../../../core/base64.ts';
import type { ContentPart, Message } from '../../../core/message.ts';
import { unsupported } from '../../../lockstep/faults.ts';
import type { JsonObject } from '../json-value.ts';
import { argumentsOf } from './anthropic-messages.ts';
import type { WiredMessages } from './chat-dialect.ts';
import { CleanText } from './clean-text.ts';

/** Messages as Ollama's own API takes them: images beside the text, arguments of calls as objects (ollama/ollama, docs/api.md). */
export function ollamaMessages(messages: readonly Message[]): WiredMessages {
  const texts = new CleanText();
  const wired = messages.map(({ role, content, toolCalls = [], toolCallId }): JsonObject => {
    const parts = typeof content === 'string' ? [] : content;
    const text =
      typeof content === 'string'
        ? content
        : parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
    const images = parts.flatMap(imageOf);
    const call = messages.flatMap((message) => message.toolCalls ?? []).find(({ id }) => id === toolCallId);
    return {
      role,
      content: texts.clean(text),
      ...(images.length === 0 ? {} : { images }),
      ...(toolCalls.length === 0
        ? {}
        : {
            tool_calls: toolCalls.map(({ name, arguments: input }) => ({
              function: { name, arguments: argumentsOf(input) },
            })),
          }),
      ...(call === undefined ? {} : { tool_name: call.name }),
    };
  });
  return { messages: wired, warnings: texts.warnings };
}

function imageOf(part: ContentPart): readonly string[] {
  if (part.type === 'text') return [];
  const { data, type } = part.media;
  if (type === 'audio') throw unsupported('This server takes no audio.', 'Leave it out, or use another server.');
  if (data instanceof URL) {
    throw unsupported('This server takes images as bytes only, not by their URL.', 'Fetch the image first.');
  }
  return [base64(data)];
}
