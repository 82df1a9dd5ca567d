import type { Message, Tool } from '../../../core/message.ts';
import type { Warning } from '../../../core/warning.ts';
import type { Sampling } from '../../../engine/sampling.ts';
import type { HttpRequest } from '../http-client.ts';
import type { Json, JsonObject } from '../json-value.ts';
import type { ChatEvent } from './chat-event.ts';

/** The APIs for messages that are spoken. */
export const chatApis = ['openai', 'anthropic', 'ollama'] as const;

export type ChatApi = (typeof chatApis)[number];

/** What an answer to messages is asked for with. */
export interface ChatAsk {
  readonly messages: readonly JsonObject[];
  readonly tools?: readonly JsonObject[];
  readonly maxTokens?: number;
  readonly stops?: readonly string[];
  readonly sampling: Sampling;
  readonly seed: number;
  /** The place of this sequence among those of the engine, for servers that keep one cache per place. */
  readonly slot?: number;
  /** Fields that bound the thinking, or say that the last message goes on. */
  readonly fields?: JsonObject;
}

/** Messages as a server takes them. */
export interface WiredMessages {
  readonly messages: readonly JsonObject[];
  readonly warnings: readonly Warning[];
}

/** How one API is asked for a streamed answer to messages, and what its events say. */
export interface ChatDialect {
  readonly path: string;
  body(ask: ChatAsk): JsonObject;
  readonly read: (event: Json) => ChatEvent;
  /**
   * Control strings in texts of users are broken up.
   *
   * @throws E_UNSUPPORTED for media that it does not take
   */
  wire(messages: readonly Message[]): WiredMessages;
  wireTools(tools: readonly Tool[]): readonly JsonObject[];
  /** Asks how many tokens a conversation has with the assistant's turn opened; costs one token at most. */
  countRequest(messages: readonly JsonObject[], tools: readonly JsonObject[]): Pick<HttpRequest, 'path' | 'body'>;
  readCount(answer: Json): number | undefined;
  /** Whether temperature, filters and seed are taken; otherwise the server samples as it does. */
  readonly takesSampling: boolean;
}
