import { type Json, numberOf, objectOf, textOf } from '../json-value.ts';
import { penaltyFields } from '../penalty-fields.ts';
import { callPieces } from './call-pieces.ts';
import type { ChatDialect } from './chat-dialect.ts';
import type { ChatEvent } from './chat-event.ts';
import { ollamaMessages } from './ollama-messages.ts';
import { openaiTools } from './openai-messages.ts';

/**
 * `POST /api/chat` of Ollama (ollama/ollama, docs/api.md and api/types.go): one JSON object per line.
 *
 * Ollama loads a model with a context of its own choice and drops what does not fit, so the context that is counted on is
 * asked for with each request.
 */
export function ollamaChat(server: { readonly model: string; readonly contextSize: number }): ChatDialect {
  const { model, contextSize } = server;
  const path = '/api/chat';
  return {
    path,
    takesSampling: true,
    read: readEvent,
    wire: ollamaMessages,
    wireTools: openaiTools,
    body: ({ messages, tools = [], maxTokens, stops = [], sampling, seed, fields }) => ({
      model,
      messages,
      ...(tools.length === 0 ? {} : { tools }),
      stream: true,
      options: {
        num_ctx: contextSize,
        ...(maxTokens === undefined ? {} : { num_predict: maxTokens }),
        ...(stops.length === 0 ? {} : { stop: stops }),
        temperature: sampling.temperature,
        top_k: sampling.topK ?? 0,
        top_p: sampling.topP ?? 1,
        min_p: sampling.minP ?? 0,
        // This one is on by default.
        repeat_penalty: 1,
        ...penaltyFields(sampling),
        seed,
      },
      ...fields,
    }),
    countRequest: (messages, tools) => ({
      path,
      body: {
        model,
        messages,
        ...(tools.length === 0 ? {} : { tools }),
        stream: false,
        options: { num_ctx: contextSize, num_predict: 1 },
      },
    }),
    readCount: (answer) => numberOf(objectOf(answer).prompt_eval_count),
  };
}

function readEvent(event: Json): ChatEvent {
  const data = objectOf(event);
  const message = objectOf(data.message);
  const thinking = textOf(message.thinking) ?? '';
  const sampled = numberOf(data.eval_count);
  const calls = callPieces(message.tool_calls);
  return {
    reasoning: thinking,
    content: textOf(message.content) ?? '',
    toolCall: calls.length > 0,
    ...(calls.length === 0 ? {} : { calls }),
    ...(thinking === '' ? {} : { reasoningField: 'thinking' }),
    ...(sampled === undefined ? {} : { sampled }),
    // `stop` is said of a stop and of the model's own end alike.
    ...(data.done === true ? { end: data.done_reason === 'length' ? 'limit' : 'ended' } : {}),
  };
}
