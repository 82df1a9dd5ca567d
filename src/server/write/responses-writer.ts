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

type Json = Readonly<Record<string, unknown>>;

/** What is being written: the thinking or the answer, each an item of the output. */
interface OpenItem {
  readonly type: 'reasoning' | 'message';
  readonly id: string;
  text: string;
}

/** OpenAI's Responses: thinking as an item `reasoning` with its text, the answer as an item `message`. */
export function responsesWriter(facts: ResponseFacts): ApiWriter {
  const { id, request } = facts;
  const { display } = request;
  const warnings = { budget: facts.budget, warnings: request.warnings };
  const answer = new TrimmedStream();
  const output: Json[] = [];
  let sequence = 0;
  let open: OpenItem | undefined;

  const frame = (type: string, fields: Json): string => {
    const data = JSON.stringify({ type, sequence_number: sequence, ...fields });
    sequence += 1;
    return `event: ${type}\ndata: ${data}\n\n`;
  };
  const place = (item: OpenItem): Json => ({ item_id: item.id, output_index: output.length, content_index: 0 });

  const close = (): string => {
    if (open === undefined) return '';
    const item = open;
    const part = partOf(item);
    const done = itemOf(item, 'completed');
    const told =
      frame(item.type === 'reasoning' ? 'response.reasoning_text.done' : 'response.output_text.done', {
        ...place(item),
        text: item.text,
        ...(item.type === 'message' ? { logprobs: [] } : {}),
      }) +
      frame('response.content_part.done', { ...place(item), part }) +
      frame('response.output_item.done', { output_index: output.length, item: done });
    output.push(done);
    open = undefined;
    return told;
  };
  const begin = (type: OpenItem['type']): string => {
    if (open?.type === type) return '';
    const before = close();
    const item: OpenItem = {
      type,
      id: `${type === 'reasoning' ? 'rs' : 'msg'}_${id.slice(5)}${output.length}`,
      text: '',
    };
    open = item;
    return (
      before +
      frame('response.output_item.added', {
        output_index: output.length,
        item: { ...itemOf(item, 'in_progress'), content: [] },
      }) +
      frame('response.content_part.added', { ...place(item), part: partOf(item) })
    );
  };
  const say = (type: OpenItem['type'], text: string, forced: boolean): string => {
    if (text === '') return '';
    const before = begin(type);
    const item = open!;
    item.text += text;
    return (
      before +
      frame(type === 'reasoning' ? 'response.reasoning_text.delta' : 'response.output_text.delta', {
        ...place(item),
        delta: text,
        ...(type === 'message' ? { logprobs: [] } : {}),
        ...(forced ? { forced } : {}),
      })
    );
  };
  const call = (called: ToolCall): string => {
    const before = close();
    const item = callItem(called, `fc_${id.slice(5)}${output.length}`);
    const at = { item_id: item.id, output_index: output.length };
    const told =
      frame('response.output_item.added', {
        output_index: output.length,
        item: { ...item, arguments: '', status: 'in_progress' },
      }) +
      frame('response.function_call_arguments.delta', { ...at, delta: called.arguments }) +
      frame('response.function_call_arguments.done', { ...at, name: called.name, arguments: called.arguments }) +
      frame('response.output_item.done', { output_index: output.length, item });
    output.push(item);
    return before + told;
  };
  const response = (status: string, more: Json = {}): Json => ({ ...head(facts), status, output, ...more });

  return {
    ping: ': ping\n\n',
    begin: () =>
      frame('response.created', { response: response('in_progress', { output: [] }) }) +
      frame('response.in_progress', { response: response('in_progress', { output: [] }) }),
    event({ event }: ChoiceEvent): string {
      if (isOfBranch(event)) return '';
      switch (event.type) {
        case 'thinking-start':
          return display === 'inline' ? say('message', inlineThinking.open, false) : '';
        case 'thinking-delta':
          if (display === 'hidden') return '';
          return say(display === 'inline' ? 'message' : 'reasoning', event.text, event.forced);
        case 'thinking-end':
          return display === 'inline' ? say('message', inlineThinking.close, false) : '';
        case 'answer-delta':
          return say('message', answer.push(event.text), event.forced);
        case 'tool-call':
          return call(event.call);
        case 'finish': {
          const empty = open === undefined && output.every(({ type }) => type === 'reasoning') ? begin('message') : '';
          const last = empty + close();
          const ending = endOf(event.result);
          const told = {
            ...ending,
            usage: usageOf(event.result),
            receipt: servedReceipt(event.result, warnings),
          };
          const name = ending.status === 'completed' ? 'response.completed' : 'response.incomplete';
          return last + frame(name, { response: response(String(ending.status), told) });
        }
        default:
          return '';
      }
    },
    end: () => '',
    fail(error) {
      const { body } = apiError(error, 'responses');
      const { code, message, param } = (body as { error: Json }).error;
      return (
        frame('error', { code, message, param: param ?? null }) +
        frame('response.failed', { response: response('failed', { error: { code, message } }) })
      );
    },
    whole([result]) {
      if (result === undefined) return {};
      const thinking: OpenItem = { type: 'reasoning', id: `rs_${id.slice(5)}0`, text: result.thinking };
      const text = display === 'inline' ? inlineThinking.before(result) + result.answer : result.answer;
      const message: OpenItem = { type: 'message', id: `msg_${id.slice(5)}1`, text };
      const calls = result.message.toolCalls ?? [];
      const items = [
        ...(display === 'separate' && result.thinking !== '' ? [thinking] : []),
        ...(text === '' && calls.length > 0 ? [] : [message]),
      ];
      return {
        ...head(facts),
        ...endOf(result),
        output: [
          ...items.map((item) => itemOf(item, 'completed')),
          ...calls.map((each, index) => callItem(each, `fc_${id.slice(5)}${items.length + index}`)),
        ],
        usage: usageOf(result),
        receipt: servedReceipt(result, warnings),
      };
    },
  };
}

function head({ id, created, model, request, budget }: ResponseFacts): Json {
  return {
    id,
    object: 'response',
    created_at: created,
    model,
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    parallel_tool_calls: true,
    temperature: request.sampling.temperature ?? null,
    top_p: request.sampling.topP ?? null,
    tool_choice: 'auto',
    tools: request.tools.map(({ name, description, parameters }) => ({
      type: 'function',
      name,
      description: description ?? null,
      parameters: parameters ?? null,
      strict: false,
    })),
    reasoning: { effort: budget.fields.effort ?? null, summary: null },
    store: false,
  };
}

function partOf({ type, text }: OpenItem): Json {
  return type === 'reasoning'
    ? { type: 'reasoning_text', text }
    : { type: 'output_text', text, annotations: [], logprobs: [] };
}

function itemOf(item: OpenItem, status: string): Json {
  if (item.type === 'reasoning')
    return { id: item.id, type: 'reasoning', summary: [], content: [partOf(item)], status };
  return { id: item.id, type: 'message', role: 'assistant', status, content: [partOf(item)] };
}

function callItem({ id: callId, name, arguments: text }: ToolCall, id: string): Json {
  return { id, type: 'function_call', call_id: callId, name, arguments: text, status: 'completed' };
}

function endOf({ finishReason }: ThinkResult): Json {
  return finishReason === 'length'
    ? { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }
    : { status: 'completed', incomplete_details: null };
}

function usageOf({ receipt, total }: ThinkResult): Json {
  const { usage, thinkingTokens, answerTokens } = total ?? receipt;
  return {
    input_tokens: usage.prompt,
    input_tokens_details: { cached_tokens: usage.cached },
    output_tokens: thinkingTokens + answerTokens,
    output_tokens_details: { reasoning_tokens: thinkingTokens },
    total_tokens: usage.prompt + thinkingTokens + answerTokens,
  };
}
