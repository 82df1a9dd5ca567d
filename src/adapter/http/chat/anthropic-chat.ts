import { unsupported } from '../../../lockstep/faults.ts';
import { type Json, type JsonObject, numberOf, objectOf, textOf } from '../json-value.ts';
import { anthropicMessages, anthropicTools } from './anthropic-messages.ts';
import type { ChatDialect } from './chat-dialect.ts';
import type { ChatEvent } from './chat-event.ts';
import { textsOf } from './texts-of.ts';

/** Tokens of an answer where the server does not tell how many it writes at most; it asks for a number. */
const usualOutput = 8192;
/** Tokens that are kept for the answer behind thinking of a bound. */
const leastAnswer = 512;

/**
 * `POST /v1/messages`: https://platform.claude.com/docs/en/api/messages
 *
 * Thinking comes in blocks of its own, whose signatures say nothing to anybody but the server. Temperature and filters
 * go with no thinking at all, in newer models with nothing; there is no seed.
 *
 * @param server.mostOutput - what the server takes for `max_tokens` at most, where it tells
 */
export function anthropicChat(server: {
  readonly model: string;
  readonly mostOutput: number | undefined;
}): ChatDialect {
  const { model, mostOutput } = server;
  return {
    path: 'messages',
    takesSampling: false,
    read: readEvent,
    wire: anthropicMessages,
    wireTools: anthropicTools,
    body: ({ messages, tools = [], maxTokens, stops = [], fields = {} }) => {
      const budget = numberOf(objectOf(fields.thinking).budget_tokens);
      const wanted = Math.max(maxTokens ?? mostOutput ?? usualOutput, budget === undefined ? 1 : budget + leastAnswer);
      const most = mostOutput === undefined ? wanted : Math.min(wanted, mostOutput);
      return {
        model,
        ...conversation(messages, tools),
        stream: true,
        max_tokens: most,
        ...(stops.length === 0 ? {} : { stop_sequences: stops }),
        ...fields,
        // The server refuses a bound that leaves nothing for the answer; a lower one holds what was asked, too.
        ...(budget === undefined || budget < most
          ? {}
          : { thinking: { ...objectOf(fields.thinking), budget_tokens: Math.max(1, most - leastAnswer) } }),
      };
    },
    countRequest: (messages, tools) => ({
      path: 'messages/count_tokens',
      body: { model, ...conversation(messages, tools) },
    }),
    readCount: (answer) => numberOf(objectOf(answer).input_tokens),
  };
}

/** Messages and tools as they stand in a request: what the system says has a field of its own. */
function conversation(messages: readonly JsonObject[], tools: readonly JsonObject[]): JsonObject {
  const system = messages.filter(({ role }) => role === 'system').flatMap(({ content }) => textsOf(content));
  const turns = messages.filter(({ role }) => role !== 'system');
  if (turns.length === 0) throw unsupported('This server needs a message of the user.', 'Add one.');
  return {
    ...(system.length === 0 ? {} : { system: system.join('\n\n') }),
    messages: turns,
    ...(tools.length === 0 ? {} : { tools }),
  };
}

/** https://platform.claude.com/docs/en/build-with-claude/streaming */
function readEvent(event: Json): ChatEvent {
  const data = objectOf(event);
  const nothing: ChatEvent = { reasoning: '', content: '', toolCall: false };
  switch (data.type) {
    case 'message_start':
      return { ...nothing, ...promptCounters(objectOf(objectOf(data.message).usage)) };
    case 'content_block_start':
      return begunCall(data, nothing);
    case 'content_block_delta': {
      const delta = objectOf(data.delta);
      const thinking = textOf(delta.thinking) ?? '';
      const given = textOf(delta.partial_json);
      if (given !== undefined) {
        return { ...nothing, toolCall: true, calls: [{ index: numberOf(data.index) ?? 0, arguments: given }] };
      }
      return {
        ...nothing,
        reasoning: thinking,
        content: textOf(delta.text) ?? '',
        ...(thinking === '' ? {} : { reasoningField: 'thinking' }),
      };
    }
    case 'message_delta': {
      const usage = objectOf(data.usage);
      const sampled = numberOf(usage.output_tokens);
      // `Usage` of @anthropic-ai/sdk; servers that only follow this API leave the details out.
      const thought = numberOf(objectOf(usage.output_tokens_details).thinking_tokens);
      const reason = textOf(objectOf(data.delta).stop_reason);
      return {
        ...nothing,
        ...(sampled === undefined ? {} : { sampled }),
        ...(thought === undefined ? {} : { thought }),
        ...(reason === undefined ? {} : { end: ends[reason] ?? 'turn-end' }),
      };
    }
    default:
      return nothing;
  }
}

function begunCall(data: JsonObject, nothing: ChatEvent): ChatEvent {
  const block = objectOf(data.content_block);
  if (block.type !== 'tool_use') return nothing;
  const call = { index: numberOf(data.index) ?? 0, name: textOf(block.name) ?? '' };
  const id = textOf(block.id);
  return { ...nothing, toolCall: true, calls: [id === undefined ? call : { ...call, id }] };
}

/** https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons */
const ends: Readonly<Record<string, ChatEvent['end']>> = {
  max_tokens: 'limit',
  model_context_window_exceeded: 'limit',
  tool_use: 'tool-call',
  stop_sequence: 'ended',
};

function promptCounters(usage: JsonObject): Pick<ChatEvent, 'cached' | 'evaluated'> {
  const cached = numberOf(usage.cache_read_input_tokens);
  const fresh = numberOf(usage.input_tokens);
  if (cached === undefined || fresh === undefined) return {};
  return { cached, evaluated: fresh + (numberOf(usage.cache_creation_input_tokens) ?? 0) };
}
