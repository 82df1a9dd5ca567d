import type { LanguageModelV4FinishReason } from '@ai-sdk/provider';
import type { ThinkResult } from '../core/events.ts';

/** How the answer ended, in the words of the AI SDK; `raw` is mull's own. */
export function writeFinishReason({ finishReason }: Pick<ThinkResult, 'finishReason'>): LanguageModelV4FinishReason {
  return { unified: finishReason === 'tool-call' ? 'tool-calls' : finishReason, raw: finishReason };
}
