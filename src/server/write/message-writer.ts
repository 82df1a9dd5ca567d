import type { ThinkResult } from '../../core/events.ts';
import type { ToolCall } from '../../core/message.ts';
import { TrimmedStream } from '../../forcing/trimmed-stream.ts';
import type { ChoiceEvent } from '../run/choice-event.ts';
import { isOfBranch } from '../run/is-of-branch.ts';
import { apiError } from './api-error.ts';
import type { ApiWriter } from './api-writer.ts';
import { inlineThinking } from './inline-thinking.ts';
import type { ResponseFacts } from './response-facts.ts';
import { servedReceipt } from './served-receipt.ts';

/**
 * Stands where Anthropic puts a signature of its own: clients drop thinking without one. Nobody checks it here, and
 * thinking that comes back is believed as any text of a client is.
 */
const signature = 'mull';

type BlockType = 'thinking' | 'text';

/** Anthropic's Messages: thinking and answer as blocks of content. */
export function messageWriter(facts: ResponseFacts): ApiWriter {
  const { id, model, request } = facts;
  const { display } = request;
  const warnings = { budget: facts.budget, warnings: request.warnings };
  const answer = new TrimmedStream();
  /** The number of the block that is written, and what it is. */
  let at = -1;
  let open: BlockType | undefined;

  const close = (): string => {
    if (open === undefined) return '';
    const sign = open === 'thinking' ? delta(at, { type: 'signature_delta', signature }) : '';
    open = undefined;
    return sign + frame('content_block_stop', { index: at });
  };
  const begin = (type: BlockType): string => {
    if (open === type) return '';
    const before = close();
    open = type;
    at += 1;
    const block = type === 'thinking' ? { type, thinking: '', signature: '' } : { type, text: '' };
    return before + frame('content_block_start', { index: at, content_block: block });
  };
  const say = (text: string): string => (text === '' ? '' : begin('text') + delta(at, { type: 'text_delta', text }));

  const call = ({ id: callId, name, arguments: text }: ToolCall): string => {
    const before = close();
    at += 1;
    const block = { type: 'tool_use', id: callId, name, input: {} };
    return (
      before +
      frame('content_block_start', { index: at, content_block: block }) +
      delta(at, { type: 'input_json_delta', partial_json: text }) +
      frame('content_block_stop', { index: at })
    );
  };

  return {
    ping: frame('ping', {}),
    begin: () => '',
    event({ event }: ChoiceEvent): string {
      if (isOfBranch(event)) return '';
      switch (event.type) {
        case 'prompt': {
          const usage = { input_tokens: event.tokens.value, output_tokens: 0 };
          const message = { ...head(id, model), content: [], stop_reason: null, stop_sequence: null, usage };
          return frame('message_start', { message });
        }
        case 'thinking-start':
          return display === 'inline' ? say(inlineThinking.open) : '';
        case 'thinking-delta':
          if (display === 'hidden') return '';
          if (display === 'inline') return say(event.text);
          return begin('thinking') + delta(at, { type: 'thinking_delta', thinking: event.text });
        case 'thinking-end':
          return display === 'inline' ? say(inlineThinking.close) : '';
        case 'answer-delta':
          return say(answer.push(event.text));
        case 'tool-call':
          return call(event.call);
        case 'finish': {
          const empty = at < 0 ? begin('text') : '';
          const { stop_reason, stop_sequence } = stopped(event.result);
          return (
            empty +
            close() +
            frame('message_delta', {
              delta: { stop_reason, stop_sequence },
              usage: usageOf(event.result),
              receipt: servedReceipt(event.result, warnings),
            })
          );
        }
        default:
          return '';
      }
    },
    end: () => frame('message_stop', {}),
    fail: (error) => `event: error\ndata: ${JSON.stringify(apiError(error, 'messages').body)}\n\n`,
    whole([result]) {
      if (result === undefined) return {};
      const text = display === 'inline' ? inlineThinking.before(result) + result.answer : result.answer;
      const calls = result.message.toolCalls ?? [];
      const shown = display === 'separate' && result.thinking !== '';
      return {
        ...head(id, model),
        content: [
          ...(shown ? [{ type: 'thinking', thinking: result.thinking, signature }] : []),
          ...(text === '' && calls.length > 0 ? [] : [{ type: 'text', text }]),
          ...calls.map(({ id: callId, name, arguments: given }) => ({
            type: 'tool_use',
            id: callId,
            name,
            input: inputOf(given),
          })),
        ],
        ...stopped(result),
        usage: usageOf(result),
        receipt: servedReceipt(result, warnings),
      };
    },
  };
}

/** Anthropic's input is an object; what a model wrote as arguments need not be one. */
function inputOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { arguments: text };
  }
}

function frame(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

function delta(index: number, fields: object): string {
  return frame('content_block_delta', { index, delta: fields });
}

function head(
  id: string,
  model: string,
): { readonly id: string; readonly type: 'message'; readonly role: 'assistant'; readonly model: string } {
  return { id, type: 'message', role: 'assistant', model };
}

function stopped({ finishReason, stop }: ThinkResult): {
  readonly stop_reason: string;
  readonly stop_sequence: string | null;
} {
  if (finishReason === 'tool-call') return { stop_reason: 'tool_use', stop_sequence: null };
  if (finishReason === 'length') return { stop_reason: 'max_tokens', stop_sequence: null };
  return stop === undefined
    ? { stop_reason: 'end_turn', stop_sequence: null }
    : { stop_reason: 'stop_sequence', stop_sequence: stop };
}

/** Anthropic counts cached tokens of the prompt apart, and thinking as output. */
function usageOf({ receipt, total }: ThinkResult): Readonly<Record<string, number>> {
  const { usage, thinkingTokens, answerTokens } = total ?? receipt;
  return {
    input_tokens: usage.prompt - usage.cached,
    cache_read_input_tokens: usage.cached,
    cache_creation_input_tokens: 0,
    output_tokens: thinkingTokens + answerTokens,
  };
}
