import { base64 } from '../../../core/base64.ts';
import type { ContentPart, Message, Tool } from '../../../core/message.ts';
import { unsupported } from '../../../lockstep/faults.ts';
import { type Json, type JsonObject, objectOf } from '../json-value.ts';
import type { WiredMessages } from './chat-dialect.ts';
import { CleanText } from './clean-text.ts';

/**
 * Messages as the Messages API of Anthropic takes them: https://platform.claude.com/docs/en/api/messages. Those of the
 * system stand among them and are taken out when they are sent; results of tools are content of the user.
 */
export function anthropicMessages(messages: readonly Message[]): WiredMessages {
  const texts = new CleanText();
  const wired = messages.map(({ role, content, toolCalls = [], toolCallId }): JsonObject => {
    if (role === 'tool') {
      const result = { type: 'tool_result', tool_use_id: toolCallId ?? '', content: wireContent(content, texts) };
      return { role: 'user', content: [result] };
    }
    if (toolCalls.length === 0) return { role, content: wireContent(content, texts) };
    const blocks = wireContent(content, texts);
    const said = typeof blocks === 'string' ? (blocks === '' ? [] : [{ type: 'text', text: blocks }]) : blocks;
    const calls = toolCalls.map(({ id, name, arguments: input }) => ({
      type: 'tool_use',
      id,
      name,
      input: argumentsOf(input),
    }));
    return { role, content: [...said, ...calls] };
  });
  return { messages: wired, warnings: texts.warnings };
}

export function anthropicTools(tools: readonly Tool[]): readonly JsonObject[] {
  return tools.map(({ name, description, parameters }): JsonObject => {
    return {
      name,
      ...(description === undefined ? {} : { description }),
      input_schema: (parameters ?? { type: 'object', properties: {} }) as JsonObject,
    };
  });
}

/** The arguments of a call as an object, however the model wrote them. */
export function argumentsOf(text: string): JsonObject {
  try {
    return objectOf(JSON.parse(text) as Json);
  } catch {
    return {};
  }
}

function wireContent(content: Message['content'], texts: CleanText): string | readonly JsonObject[] {
  return typeof content === 'string' ? texts.clean(content) : content.map((part) => wirePart(part, texts));
}

/** https://platform.claude.com/docs/en/build-with-claude/vision */
function wirePart(part: ContentPart, texts: CleanText): JsonObject {
  if (part.type === 'text') return { type: 'text', text: texts.clean(part.text) };
  const { data, mediaType, type } = part.media;
  if (type === 'audio') throw unsupported('This server takes no audio.', 'Leave it out, or use another server.');
  const source =
    data instanceof URL
      ? { type: 'url', url: data.href }
      : { type: 'base64', media_type: mediaType, data: base64(data) };
  return { type: 'image', source };
}
