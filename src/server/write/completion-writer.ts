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

/** Completions: the answer in `text`, the thinking beside it in `reasoning`. */
export function completionWriter(facts: ResponseFacts): ApiWriter {
  const { id, created, model, request } = facts;
  const { display } = request;
  const warnings = { budget: facts.budget, warnings: request.warnings };
  const answers = Array.from({ length: request.conversations.length * request.n }, () => new TrimmedStream());
  const receipts: Receipt[] = [];
  const about = { id, object: 'text_completion', created, model };
  const chunk = (index: number, fields: object, rest: object = {}): string =>
    `data: ${JSON.stringify({ ...about, choices: [{ index, text: '', logprobs: null, finish_reason: null, ...fields }], ...rest })}\n\n`;
  const said = (index: number, text: string): string => (text === '' ? '' : chunk(index, { text }));

  return {
    ping: ': ping\n\n',
    begin: () => '',
    event({ index, event }: ChoiceEvent): string {
      switch (event.type) {
        case 'thinking-delta':
          if (display === 'hidden') return '';
          return display === 'inline' ? said(index, event.text) : chunk(index, { reasoning: event.text });
        case 'answer-delta':
          return said(index, answers[index]!.push(event.text));
        case 'thinking-start':
          return display === 'inline' ? said(index, inlineThinking.open) : '';
        case 'thinking-end':
          return display === 'inline' ? said(index, inlineThinking.close) : '';
        case 'finish': {
          receipts[index] = event.result.receipt;
          return chunk(
            index,
            { finish_reason: finishReason(event.result) },
            { receipt: servedReceipt(event.result.receipt, warnings) },
          );
        }
        default:
          return '';
      }
    },
    end() {
      const usage = openAiUsage(sumTokens(receipts, request.n));
      const last = request.usageChunk ? `data: ${JSON.stringify({ ...about, choices: [], usage })}\n\n` : '';
      return `${last}data: [DONE]\n\n`;
    },
    fail: (error) => `data: ${JSON.stringify(apiError(error, 'completions').body)}\n\ndata: [DONE]\n\n`,
    whole(results) {
      const told = results.map(({ receipt }) => servedReceipt(receipt, warnings));
      return {
        ...about,
        choices: results.map((result, index) => ({
          index,
          text: display === 'inline' ? inlineThinking.before(result) + result.answer : result.answer,
          ...(display === 'separate' && result.thinking !== '' ? { reasoning: result.thinking } : {}),
          logprobs: null,
          finish_reason: finishReason(result),
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

function finishReason({ finishReason: reason }: ThinkResult): 'stop' | 'length' {
  return reason === 'length' ? 'length' : 'stop';
}
