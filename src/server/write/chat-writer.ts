import type { ThinkResult } from '../../core/events.ts';
import type { Receipt } from '../../core/receipt.ts';
import type { ChoiceEvent } from '../run/choice-event.ts';
import { apiError } from './api-error.ts';
import type { ApiWriter } from './api-writer.ts';
import { inlineThinking } from './inline-thinking.ts';
import type { ResponseFacts } from './response-facts.ts';
import { servedReceipt } from './served-receipt.ts';
import { TrimmedStream } from './trimmed-stream.ts';
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
  const warnings = { budget: facts.budget, warnings: request.warnings };
  const answers = Array.from({ length: request.conversations.length * request.n }, () => new TrimmedStream());
  const receipts: Receipt[] = [];
  const head = `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created, model }).slice(0, -1)},`;
  // The hot path: one event per token. What never changes is made into JSON once.
  const chunk = (index: number, delta: string, finish = 'null', rest = ''): string =>
    `${head}"choices":[{"index":${index},"delta":${delta},"finish_reason":${finish}}]${rest}}\n\n`;
  const said = (index: number, field: string, text: string): string =>
    text === '' ? '' : chunk(index, `{"${field}":${JSON.stringify(text)}}`);

  const thinking = (index: number, text: string): string => {
    if (request.display === 'hidden' || text === '') return '';
    if (request.display === 'inline') return said(index, 'content', text);
    const json = JSON.stringify(text);
    return chunk(index, `{"reasoning":${json},"reasoning_content":${json}}`);
  };

  return {
    ping: ': ping\n\n',
    begin: () => answers.map((_, index) => chunk(index, '{"role":"assistant","content":""}')).join(''),
    event({ index, event }: ChoiceEvent): string {
      switch (event.type) {
        case 'thinking-delta':
          return thinking(index, event.text);
        case 'answer-delta':
          return said(index, 'content', answers[index]!.push(event.text));
        case 'thinking-start':
          return request.display === 'inline' ? said(index, 'content', inlineThinking.open) : '';
        case 'thinking-end':
          return request.display === 'inline' ? said(index, 'content', inlineThinking.close) : '';
        case 'forced': {
          if (request.display === 'hidden') return '';
          const { kind, text, position } = event;
          return chunk(index, '{}', 'null', `,"forced":${JSON.stringify({ kind, text, position })}`);
        }
        case 'finish': {
          const { receipt, finishReason } = event.result;
          receipts[index] = receipt;
          const told = JSON.stringify(servedReceipt(receipt, warnings));
          return chunk(index, '{}', `"${finishReasons[finishReason]}"`, `,"receipt":${told}`);
        }
        default:
          return '';
      }
    },
    end() {
      const usage = request.usageChunk
        ? `${head}"choices":[],"usage":${JSON.stringify(openAiUsage(sumTokens(receipts, request.n)))}}\n\n`
        : '';
      return `${usage}data: [DONE]\n\n`;
    },
    fail: (error) => `data: ${JSON.stringify(apiError(error, 'chat').body)}\n\ndata: [DONE]\n\n`,
    whole(results) {
      const told = results.map(({ receipt }) => servedReceipt(receipt, warnings));
      return {
        id,
        object: 'chat.completion',
        created,
        model,
        choices: results.map((result, index) => ({
          index,
          message: messageOf(result, request.display),
          finish_reason: finishReasons[result.finishReason],
          logprobs: null,
          ...(results.length > 1 ? { receipt: told[index] } : {}),
        })),
        usage: openAiUsage(
          sumTokens(
            results.map(({ receipt }) => receipt),
            request.n,
          ),
        ),
        ...(results.length === 1 ? { receipt: told[0] } : {}),
      };
    },
  };
}

function messageOf(
  result: ThinkResult,
  display: ResponseFacts['request']['display'],
): Readonly<Record<string, unknown>> {
  const { answer, thinking } = result;
  if (display === 'inline') return { role: 'assistant', content: inlineThinking.before(result) + answer };
  const shown = display === 'separate' && thinking !== '' ? { reasoning: thinking, reasoning_content: thinking } : {};
  return { role: 'assistant', content: answer, ...shown };
}
