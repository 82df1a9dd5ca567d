import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import type { Receipt } from '../core/receipt.ts';

/** What a run took, as the AI SDK counts: thinking, what mull appended to it included, is `reasoning`. */
export function writeUsage({
  usage,
  thinkingTokens,
  answerTokens,
  forcedTokens,
  counting,
}: Receipt): LanguageModelV4Usage {
  return {
    inputTokens: {
      total: usage.prompt,
      noCache: usage.prompt - usage.cached,
      cacheRead: usage.cached,
      cacheWrite: undefined,
    },
    outputTokens: { total: thinkingTokens + answerTokens, text: answerTokens, reasoning: thinkingTokens },
    raw: { ...usage, thinkingTokens, answerTokens, forcedTokens, counting },
  };
}
