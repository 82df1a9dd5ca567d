import type { Sampling } from '../../engine/sampling.ts';
import { streamFields } from './completions-text-dialect.ts';
import type { JsonObject } from './json-value.ts';
import { samplingFields } from './sampling-fields.ts';
import type { ChatLimit, FieldSet } from './server-facts.ts';

/** How chats of one server are asked. */
export interface ChatServer {
  readonly model: string;
  readonly fields: FieldSet;
  readonly limit: ChatLimit;
}

/** The request for a streamed answer to messages. */
export function chatRequest(
  { model, fields, limit }: ChatServer,
  asked: {
    readonly messages: readonly JsonObject[];
    readonly tools?: readonly JsonObject[];
    readonly maxTokens?: number;
    readonly stops?: readonly string[];
    readonly sampling: Sampling;
    readonly seed: number;
    readonly slot?: number;
  },
): JsonObject {
  const { messages, tools = [], maxTokens, stops = [], sampling, seed, slot } = asked;
  return {
    model,
    messages,
    ...(tools.length === 0 ? {} : { tools }),
    stream: true,
    ...(maxTokens === undefined ? {} : { [limit]: maxTokens }),
    ...(stops.length === 0 ? {} : { stop: stops }),
    ...streamFields(fields),
    // Models that take only the newer field for the limit take no sampling either.
    ...(limit === 'max_tokens' ? samplingFields(fields, sampling, seed) : {}),
    ...(fields === 'llama' && slot !== undefined ? { id_slot: slot, cache_prompt: true } : {}),
  };
}
