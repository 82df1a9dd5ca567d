import type {
  LanguageModelV4FilePart,
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  LanguageModelV4ToolResultPart,
} from '@ai-sdk/provider';
import type { ContentPart, Message, ToolCall } from '../core/message.ts';
import { MullError } from '../core/mull-error.ts';

type AssistantPart = Extract<LanguageModelV4Message, { role: 'assistant' }>['content'][number];

/**
 * The conversation of an AI SDK call as messages of mull.
 *
 * @throws E_UNSUPPORTED for parts that no engine of mull takes: files other than images, audio and text, and references to
 * files that lie at another provider
 */
export function readPrompt(prompt: LanguageModelV4Prompt): Message[] {
  return prompt.flatMap(readMessage);
}

function readMessage(message: LanguageModelV4Message): Message[] {
  switch (message.role) {
    case 'system':
      return [{ role: 'system', content: message.content }];
    case 'user':
      return [
        {
          role: 'user',
          content: joined(message.content.map((part) => (part.type === 'text' ? textPart(part.text) : filePart(part)))),
        },
      ];
    case 'assistant':
      return [readAssistant(message.content)];
    case 'tool':
      return message.content
        .filter((part) => part.type === 'tool-result')
        .map((part) => ({ role: 'tool', content: resultText(part.output), toolCallId: part.toolCallId }));
  }
}

function readAssistant(parts: readonly AssistantPart[]): Message {
  const thinking = parts.flatMap((part) => (part.type === 'reasoning' ? [part.text] : [])).join('');
  const toolCalls = parts.flatMap((part): ToolCall[] =>
    part.type === 'tool-call'
      ? [
          {
            id: part.toolCallId,
            name: part.toolName,
            arguments: typeof part.input === 'string' ? part.input : JSON.stringify(part.input ?? {}),
          },
        ]
      : [],
  );
  const content = parts.flatMap((part): ContentPart[] => {
    if (part.type === 'text') return [textPart(part.text)];
    return part.type === 'file' ? [filePart(part)] : [];
  });
  return {
    role: 'assistant',
    content: joined(content),
    ...(thinking === '' ? {} : { thinking }),
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
  };
}

/** Texts alone are one text, as chat templates know it. */
function joined(parts: readonly ContentPart[]): Message['content'] {
  return parts.every((part) => part.type === 'text') ? parts.map((part) => part.text).join('') : parts;
}

function textPart(text: string): ContentPart {
  return { type: 'text', text };
}

function filePart({ data, mediaType, filename }: LanguageModelV4FilePart): ContentPart {
  const [top] = mediaType.split('/');
  if (data.type === 'text') return textPart(data.text);
  if (data.type === 'reference')
    throw unsupported(`the file ${filename ?? ''} that lies at another provider`, 'Send its bytes or its URL.');
  if (top === 'text' && data.type === 'data') return textPart(new TextDecoder().decode(bytesOf(data.data)));
  if (top !== 'image' && top !== 'audio') {
    throw unsupported(`a file of type ${mediaType}`, 'Send images, audio or text.');
  }
  const type =
    mediaType.includes('/') && !mediaType.endsWith('/*') ? mediaType : top === 'image' ? 'image/png' : 'audio/wav';
  return {
    type: 'media',
    media: { type: top, mediaType: type, data: data.type === 'url' ? data.url : bytesOf(data.data) },
  };
}

function bytesOf(data: Uint8Array | string): Uint8Array {
  return typeof data === 'string' ? Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)) : data;
}

function resultText(output: LanguageModelV4ToolResultPart['output']): string {
  switch (output.type) {
    case 'text':
    case 'error-text':
      return output.value;
    case 'json':
    case 'error-json':
      return JSON.stringify(output.value);
    case 'execution-denied':
      return output.reason ?? 'The call was not allowed.';
    case 'content':
      return output.value
        .map((part) => {
          if (part.type === 'text') return part.text;
          throw unsupported(
            `a result of a tool with a part of type ${part.type}`,
            'Return text or JSON from the tool.',
          );
        })
        .join('\n');
  }
}

function unsupported(what: string, hint: string): MullError {
  return new MullError('E_UNSUPPORTED', `mull cannot send ${what} to an engine.`, { hint });
}
