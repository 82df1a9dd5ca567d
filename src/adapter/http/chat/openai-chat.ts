import { streamFields } from '../completions-text-dialect.ts';
import { numberOf, objectOf } from '../json-value.ts';
import { samplingFields } from '../sampling-fields.ts';
import type { ChatLimit, FieldSet } from '../server-facts.ts';
import type { ChatDialect } from './chat-dialect.ts';
import { readChatEvent } from './chat-event.ts';
import { openaiMessages, openaiTools } from './openai-messages.ts';

/** `/v1/chat/completions`, as OpenAI defined it and nearly every server has it. */
export function openaiChat(server: {
  readonly model: string;
  readonly fields: FieldSet;
  readonly limit: ChatLimit;
}): ChatDialect {
  const { model, fields, limit } = server;
  const path = 'chat/completions';
  // Models that take only the newer field for the limit take no sampling either.
  const takesSampling = limit === 'max_tokens';
  return {
    path,
    takesSampling,
    read: readChatEvent,
    wire: openaiMessages,
    wireTools: openaiTools,
    body: ({ messages, tools = [], maxTokens, stops = [], sampling, seed, slot, fields: bounds }) => ({
      model,
      messages,
      ...(tools.length === 0 ? {} : { tools }),
      stream: true,
      ...(maxTokens === undefined ? {} : { [limit]: maxTokens }),
      ...(stops.length === 0 ? {} : { stop: stops }),
      ...streamFields(fields),
      ...(takesSampling ? samplingFields(fields, sampling, seed) : {}),
      ...(fields === 'llama' && slot !== undefined ? { id_slot: slot, cache_prompt: true } : {}),
      ...bounds,
    }),
    countRequest: (messages, tools) => ({
      path,
      body: { model, messages, ...(tools.length === 0 ? {} : { tools }), [limit]: 1 },
    }),
    readCount: (answer) => numberOf(objectOf(objectOf(answer).usage).prompt_tokens),
  };
}
