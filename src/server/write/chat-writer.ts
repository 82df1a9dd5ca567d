import type { ThinkEvent, ThinkResult } from '../../core/events.ts';
import type { ToolCall } from '../../core/message.ts';
import type { TokenLogprob } from '../../core/token-logprob.ts';
import { TrimmedStream } from '../../forcing/trimmed-stream.ts';
import type { ChoiceEvent } from '../run/choice-event.ts';
import { isOfBranch } from '../run/is-of-branch.ts';
import { apiError } from './api-error.ts';
import type { ApiWriter } from './api-writer.ts';
import { chatLogprobs } from './chat-logprobs.ts';
import { inlineThinking } from './inline-thinking.ts';
import type { ResponseFacts } from './response-facts.ts';
import { servedReceipt } from './served-receipt.ts';
import { openAiUsage, sumTokens } from './usage.ts';

const finishReasons: Readonly<Record<ThinkResult['finishReason'], string>> = {
  stop: 'stop',
  length: 'length',
  'tool-call': 'tool_calls',
};

/**
 * Chat Completions. Thinking stands in `reasoning` and in `reasoning_content`, as some clients read the one and some
 * the other, and never in `content` unless asked for.
 */
export function chatWriter(facts: ResponseFacts): ApiWriter {
  const { id, created, model, request } = facts;
  const { display } = request;
  const warnings = { budget: facts.budget, warnings: request.warnings };
  const answers = Array.from({ length: request.conversations.length * request.n }, () => new TrimmedStream());
  const finished: ThinkResult[] = [];
  const head = `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created, model }).slice(0, -1)},`;
  // The hot path: one event per token. What never changes is made into JSON once.
  const chunk = (index: number, delta: string, finish = 'null', rest = ''): string =>
    `${head}"choices":[{"index":${index},"delta":${delta},"finish_reason":${finish}}]${rest}}\n\n`;
  const said = (index: number, field: string, text: string): string =>
    text === '' ? '' : chunk(index, `{"${field}":${JSON.stringify(text)}}`);

  const thinking = (index: number, text: string): string => {
    if (display === 'hidden' || text === '') return '';
    if (display === 'inline') return said(index, 'content', text);
    const json = JSON.stringify(text);
    return chunk(index, `{"reasoning":${json},"reasoning_content":${json}}`);
  };

  /** Log-probabilities of tokens whose text is held back as white space. */
  const heldLogprobs: TokenLogprob[][] = answers.map(() => []);
  const answered = (index: number, { text, logprobs }: Extract<ThinkEvent, { type: 'answer-delta' }>): string => {
    const shown = answers[index]!.push(text);
    if (request.logprobs === undefined) return said(index, 'content', shown);
    const held = heldLogprobs[index]!;
    held.push(...(logprobs ?? []));
    if (shown === '') return '';
    const told = JSON.stringify(chatLogprobs(held.splice(0), request.logprobs));
    return chunk(index, `{"content":${JSON.stringify(shown)}},"logprobs":${told}`);
  };

  const calls = answers.map(() => 0);
  const called = (index: number, call: ToolCall): string => {
    const at = calls[index]!;
    calls[index] = at + 1;
    return chunk(index, JSON.stringify({ tool_calls: [{ index: at, ...wiredCall(call) }] }));
  };

  /** What happens in a chain of a strategy, for whoever wants to look on; clients that do not see an empty delta. */
  const aside = (index: number, event: ThinkEvent): string => {
    switch (event.type) {
      case 'branch-start':
      case 'branch-end':
        return chunk(index, '{}', 'null', `,"branch":${JSON.stringify({ type: event.type, branch: event.branch })}`);
      case 'thinking-delta':
      case 'answer-delta': {
        const { type, text, branch } = event;
        return chunk(index, '{}', 'null', `,"branch":${JSON.stringify({ type, branch, text })}`);
      }
      case 'vote':
        return chunk(index, '{}', 'null', `,"votes":${JSON.stringify(event.votes)}`);
      default:
        return '';
    }
  };

  return {
    ping: ': ping\n\n',
    begin: () => answers.map((_, index) => chunk(index, '{"role":"assistant","content":""}')).join(''),
    event({ index, event }: ChoiceEvent): string {
      if (isOfBranch(event) || event.type === 'vote') return display === 'hidden' ? '' : aside(index, event);
      switch (event.type) {
        case 'thinking-delta':
          return thinking(index, event.text);
        case 'answer-delta':
          return answered(index, event);
        case 'tool-call':
          return called(index, event.call);
        case 'thinking-start':
          return display === 'inline' ? said(index, 'content', inlineThinking.open) : '';
        case 'thinking-end':
          return display === 'inline' ? said(index, 'content', inlineThinking.close) : '';
        case 'forced': {
          if (display === 'hidden') return '';
          const { kind, text, position } = event;
          return chunk(index, '{}', 'null', `,"forced":${JSON.stringify({ kind, text, position })}`);
        }
        case 'finish': {
          const { finishReason } = event.result;
          finished[index] = event.result;
          const told = JSON.stringify(servedReceipt(event.result, warnings));
          return chunk(index, '{}', `"${finishReasons[finishReason]}"`, `,"receipt":${told}`);
        }
        default:
          return '';
      }
    },
    end() {
      const usage = request.usageChunk
        ? `${head}"choices":[],"usage":${JSON.stringify(openAiUsage(sumTokens(finished, request.n)))}}\n\n`
        : '';
      return `${usage}data: [DONE]\n\n`;
    },
    fail: (error) => `data: ${JSON.stringify(apiError(error, 'chat').body)}\n\ndata: [DONE]\n\n`,
    whole(results, logprobs) {
      const told = results.map((result) => servedReceipt(result, warnings));
      return {
        id,
        object: 'chat.completion',
        created,
        model,
        choices: results.map((result, index) => ({
          index,
          message: messageOf(result, request.display),
          finish_reason: finishReasons[result.finishReason],
          logprobs: request.logprobs === undefined ? null : chatLogprobs(logprobs[index] ?? [], request.logprobs),
          ...(results.length > 1 ? { receipt: told[index] } : {}),
        })),
        usage: openAiUsage(sumTokens(results, request.n)),
        ...(results.length === 1 ? { receipt: told[0] } : {}),
      };
    },
  };
}

function messageOf(
  result: ThinkResult,
  display: ResponseFacts['request']['display'],
): Readonly<Record<string, unknown>> {
  const { answer, thinking, message } = result;
  const calls = message.toolCalls ?? [];
  const called = calls.length === 0 ? {} : { tool_calls: calls.map(wiredCall) };
  if (display === 'inline') return { role: 'assistant', content: inlineThinking.before(result) + answer, ...called };
  const shown = display === 'separate' && thinking !== '' ? { reasoning: thinking, reasoning_content: thinking } : {};
  return { role: 'assistant', content: answer === '' && calls.length > 0 ? null : answer, ...shown, ...called };
}

function wiredCall({ id, name, arguments: text }: ToolCall): object {
  return { id, type: 'function', function: { name, arguments: text } };
}
