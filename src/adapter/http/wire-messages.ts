import type { ContentPart, Message, Tool } from '../../core/message.ts';
import type { Warning } from '../../core/warning.ts';
import { unsupported } from '../../lockstep/faults.ts';
import { breakUpControlText } from './control-text.ts';
import type { JsonObject } from './json-value.ts';

/** Messages as OpenAI-compatible servers take them. Control strings in their texts are broken up. */
export function wireMessages(messages: readonly Message[]): {
  readonly messages: readonly JsonObject[];
  readonly warnings: readonly Warning[];
} {
  const warnings: Warning[] = [];
  const clean = (text: string): string => {
    const broken = breakUpControlText(text.replace(/\p{Surrogate}/gu, '\uFFFD'), []);
    warnings.push(...broken.warnings);
    return broken.text;
  };
  const wired = messages.map(({ role, content, toolCalls, toolCallId }): JsonObject => {
    return {
      role,
      content: typeof content === 'string' ? clean(content) : content.map((part) => wirePart(part, clean)),
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
  return { messages: wired, warnings: warnings.slice(0, 1) };
}

export function wireTools(tools: readonly Tool[]): readonly JsonObject[] {
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

function wirePart(part: ContentPart, clean: (text: string) => string): JsonObject {
  if (part.type === 'text') return { type: 'text', text: clean(part.text) };
  const { data, mediaType, type } = part.media;
  if (type === 'image') {
    const url = data instanceof URL ? data.href : `data:${mediaType};base64,${base64(data)}`;
    return { type: 'image_url', image_url: { url } };
  }
  if (data instanceof URL) throw unsupported('Audio can be sent as bytes only, not by its URL.', 'Fetch it first.');
  return { type: 'input_audio', input_audio: { data: base64(data), format: mediaType.replace(/^audio\/(x-)?/, '') } };
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
