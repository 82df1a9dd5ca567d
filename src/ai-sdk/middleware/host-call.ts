import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4FinishReason,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import type { ChatEvent } from '../../adapter/http/chat/chat-event.ts';
import { TurnStream } from '../../adapter/http/turn-stream.ts';

/** What a host said besides thinking and text, over all requests of one run. */
export interface Aside {
  /** Calls of tools, files, sources: everything that is content and no text of the turn. */
  readonly parts: LanguageModelV4StreamPart[];
  warnings: Extract<LanguageModelV4StreamPart, { type: 'stream-start' }>['warnings'];
  metadata: Extract<LanguageModelV4StreamPart, { type: 'response-metadata' }> | undefined;
  /** Usage of each request that ran to its end. */
  readonly usages: LanguageModelV4Usage[];
  /** Requests that were sent. */
  requests: number;
  finishReason: LanguageModelV4FinishReason | undefined;
}

/** One request to a host as the stream that mull's engines read. */
export function hostCall(
  model: LanguageModelV4,
  call: LanguageModelV4CallOptions,
  aside: Aside,
  signal: AbortSignal,
): TurnStream {
  const leaving = new AbortController();
  const abortSignal = AbortSignal.any([signal, leaving.signal]);
  async function* events(): AsyncGenerator<ChatEvent, void> {
    aside.requests += 1;
    const { stream } = await model.doStream({ ...call, abortSignal });
    for await (const part of stream) {
      const event = readPart(part, aside);
      if (event !== undefined) yield event;
    }
  }
  return new TurnStream(events(), () => leaving.abort());
}

const nothing: ChatEvent = { reasoning: '', content: '', toolCall: false };

function readPart(part: LanguageModelV4StreamPart, aside: Aside): ChatEvent | undefined {
  switch (part.type) {
    case 'reasoning-delta':
      return part.delta === '' ? undefined : { ...nothing, reasoning: part.delta };
    case 'text-delta':
      return part.delta === '' ? undefined : { ...nothing, content: part.delta };
    case 'tool-input-start':
    case 'tool-call':
      aside.parts.push(part);
      return { ...nothing, toolCall: true };
    case 'tool-input-delta':
    case 'tool-input-end':
    case 'tool-result':
    case 'tool-approval-request':
    case 'custom':
    case 'file':
    case 'reasoning-file':
    case 'source':
      aside.parts.push(part);
      return undefined;
    case 'stream-start':
      aside.warnings = part.warnings;
      return undefined;
    case 'response-metadata':
      aside.metadata ??= part;
      return undefined;
    case 'finish':
      return finished(part, aside);
    case 'error':
      throw part.error;
    default:
      return undefined;
  }
}

function finished(part: Extract<LanguageModelV4StreamPart, { type: 'finish' }>, aside: Aside): ChatEvent {
  aside.usages.push(part.usage);
  aside.finishReason = part.finishReason;
  const { unified } = part.finishReason;
  const { total, reasoning } = part.usage.outputTokens;
  return {
    ...nothing,
    end: unified === 'length' ? 'limit' : unified === 'tool-calls' ? 'tool-call' : 'turn-end',
    ...(total === undefined ? {} : { sampled: total }),
    ...(reasoning === undefined ? {} : { thought: reasoning }),
  };
}
