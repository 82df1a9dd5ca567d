import { base64 } from '../../../core/base64.ts';
import type { ContentPart, Message, Tool } from '../../../core/message.ts';
import { unsupported } from '../../../lockstep/faults.ts';
import type { JsonObject } from '../json-value.ts';
import type { WiredMessages } from './chat-dialect.ts';
import { CleanText } from './clean-text.ts';

/** Messages as OpenAI-compatible servers take them. */
export function openaiMessages(messages: readonly Message[]): WiredMessages {
  const texts = new CleanText();
  const wired = messages.map(({ role, content, toolCalls, toolCallId }): JsonObject => {
    return {
      role,
      content: typeof content === 'string' ? texts.clean(content) : content.map((part) => wirePart(part, texts)),
      ...(toolCalls === undefined || toolCalls.length === 0
        ? {}
        : {
            tool_calls: toolCalls.map((call) => ({
              id: call.id,
              type: 'function',
              function: { name: call.name, arguments: call.arguments },
            })),
          }),
      ...(toolCallId === undefined ? {} : { tool_call_id: toolCallId }),
    };
  });
  return { messages: wired, warnings: texts.warnings };
}

/** Tools as OpenAI-compatible servers, and Ollama's own API, take them. */
export function openaiTools(tools: readonly Tool[]): readonly JsonObject[] {
  return tools.map(({ name, description, parameters }): JsonObject => {
    return {
      type: 'function',
      function: {
        name,
        ...(description === undefined ? {} : { description }),
        parameters: (parameters ?? { type: 'object', properties: {} }) as JsonObject,
      },
    };
  });
}

function wirePart(part: ContentPart, texts: CleanText): JsonObject {
  if (part.type === 'text') return { type: 'text', text: texts.clean(part.text) };
  const { data, mediaType, type } = part.media;
  if (type === 'image') {
    const url = data instanceof URL ? data.href : `data:${mediaType};base64,${base64(data)}`;
    return { type: 'image_url', image_url: { url } };
  }
  if (data instanceof URL) throw unsupported('Audio can be sent as bytes only, not by its URL.', 'Fetch it first.');
  return { type: 'input_audio', input_audio: { data: base64(data), format: mediaType.replace(/^audio\/(x-)?/, '') } };
}
