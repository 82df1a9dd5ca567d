import type { ThinkEvent, ThinkResult } from '../../core/events.ts';
import type { TokenLogprob } from '../../core/token-logprob.ts';
import { TrimmedStream } from '../../forcing/trimmed-stream.ts';
import type { ChoiceEvent } from '../run/choice-event.ts';
import { isOfBranch } from '../run/is-of-branch.ts';
import { apiError } from './api-error.ts';
import type { ApiWriter } from './api-writer.ts';
import { completionLogprobs } from './completion-logprobs.ts';
import { inlineThinking } from './inline-thinking.ts';
import type { ResponseFacts } from './response-facts.ts';
import { servedReceipt } from './served-receipt.ts';
import { openAiUsage, sumTokens } from './usage.ts';

/** Completions: the answer in `text`, the thinking beside it in `reasoning`. */
export function completionWriter(facts: ResponseFacts): ApiWriter {
  const { id, created, model, request } = facts;
  const { display } = request;
  const warnings = { budget: facts.budget, warnings: request.warnings };
  const answers = Array.from({ length: request.conversations.length * request.n }, () => new TrimmedStream());
  const finished: ThinkResult[] = [];
  const about = { id, object: 'text_completion', created, model };
  const chunk = (index: number, fields: object, rest: object = {}): string =>
    `data: ${JSON.stringify({ ...about, choices: [{ index, text: '', logprobs: null, finish_reason: null, ...fields }], ...rest })}\n\n`;
  const said = (index: number, text: string): string => (text === '' ? '' : chunk(index, { text }));

  /** Characters told so far, and log-probabilities of tokens whose text is held back as white space. */
  const progress = answers.map(() => ({ offset: 0, held: [] as TokenLogprob[] }));
  const answered = (index: number, { text, logprobs }: Extract<ThinkEvent, { type: 'answer-delta' }>): string => {
    const shown = answers[index]!.push(text);
    if (request.logprobs === undefined) return said(index, shown);
    const at = progress[index]!;
    at.held.push(...(logprobs ?? []));
    if (shown === '') return '';
    const told = completionLogprobs(at.held.splice(0), request.logprobs, at.offset);
    at.offset += shown.length;
    return chunk(index, { text: shown, logprobs: told });
  };

  return {
    ping: ': ping\n\n',
    begin: () => '',
    event({ index, event }: ChoiceEvent): string {
      if (isOfBranch(event)) return '';
      switch (event.type) {
        case 'thinking-delta':
          if (display === 'hidden') return '';
          return display === 'inline' ? said(index, event.text) : chunk(index, { reasoning: event.text });
        case 'answer-delta':
          return answered(index, event);
        case 'thinking-start':
          return display === 'inline' ? said(index, inlineThinking.open) : '';
        case 'thinking-end':
          return display === 'inline' ? said(index, inlineThinking.close) : '';
        case 'finish': {
          finished[index] = event.result;
          return chunk(
            index,
            { finish_reason: finishReason(event.result) },
            { receipt: servedReceipt(event.result, warnings) },
          );
        }
        default:
          return '';
      }
    },
    end() {
      const usage = openAiUsage(sumTokens(finished, request.n));
      const last = request.usageChunk ? `data: ${JSON.stringify({ ...about, choices: [], usage })}\n\n` : '';
      return `${last}data: [DONE]\n\n`;
    },
    fail: (error) => `data: ${JSON.stringify(apiError(error, 'completions').body)}\n\ndata: [DONE]\n\n`,
    whole(results, logprobs) {
      const told = results.map((result) => servedReceipt(result, warnings));
      return {
        ...about,
        choices: results.map((result, index) => ({
          index,
          text: display === 'inline' ? inlineThinking.before(result) + result.answer : result.answer,
          ...(display === 'separate' && result.thinking !== '' ? { reasoning: result.thinking } : {}),
          logprobs:
            request.logprobs === undefined ? null : completionLogprobs(logprobs[index] ?? [], request.logprobs, 0),
          finish_reason: finishReason(result),
          ...(results.length > 1 ? { receipt: told[index] } : {}),
        })),
        usage: openAiUsage(sumTokens(results, request.n)),
        ...(results.length === 1 ? { receipt: told[0] } : {}),
      };
    },
  };
}

function finishReason({ finishReason: reason }: ThinkResult): 'stop' | 'length' {
  return reason === 'length' ? 'length' : 'stop';
}
