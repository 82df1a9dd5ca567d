import { countersOf } from '../completions-text-dialect.ts';
import { type Json, listOf, numberOf, objectOf, textOf } from '../json-value.ts';
import type { CallPiece } from './call-gatherer.ts';
import { callPieces } from './call-pieces.ts';

/** What one event of a streamed chat answer says. */
export interface ChatEvent {
  readonly reasoning: string;
  readonly content: string;
  /** Whether a call of a tool began or went on. */
  readonly toolCall: boolean;
  /** The pieces of calls that came with it. */
  readonly calls?: readonly CallPiece[];
  /** The field in which thinking came. */
  readonly reasoningField?: string;
  /** Tokens of thinking, as the usage counts them. */
  readonly thought?: number;
  readonly sampled?: number;
  readonly cached?: number;
  readonly evaluated?: number;
  readonly end?: 'limit' | 'ended' | 'tool-call' | 'turn-end';
}

/**
 * Where hosts put thinking: `reasoning_content` (DeepSeek, llama-server, SGLang), `reasoning` (vLLM since 0.11,
 * OpenRouter), `thinking` (Ollama). Read in this order, never joined, as some hosts send the same text twice.
 */
const reasoningFields = ['reasoning_content', 'reasoning', 'thinking'] as const;

export function readChatEvent(event: Json): ChatEvent {
  const data = objectOf(event);
  const choice = objectOf(listOf(data.choices)[0]);
  const delta = objectOf(choice.delta ?? choice.message);
  const field = reasoningFields.find((name) => (textOf(delta[name]) ?? '') !== '');
  const finish = textOf(choice.finish_reason);
  const usage = objectOf(data.usage);
  const thought =
    numberOf(objectOf(usage.completion_tokens_details).reasoning_tokens) ?? numberOf(usage.reasoning_tokens);
  const calls = callPieces(delta.tool_calls);
  return {
    reasoning: field === undefined ? '' : (textOf(delta[field]) ?? ''),
    content: textOf(delta.content) ?? '',
    toolCall: calls.length > 0,
    ...(calls.length === 0 ? {} : { calls }),
    ...(field === undefined ? {} : { reasoningField: field }),
    ...(thought === undefined ? {} : { thought }),
    ...countersOf(data),
    ...(finish === undefined ? {} : { end: endOf(finish, choice.stop_reason) }),
  };
}

function endOf(finish: string, stop: Json | undefined): NonNullable<ChatEvent['end']> {
  if (finish === 'length') return 'limit';
  if (finish === 'tool_calls' || finish === 'function_call') return 'tool-call';
  return stop === null ? 'turn-end' : 'ended';
}
