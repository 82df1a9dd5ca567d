import type { Behaviour } from '../behaviour.ts';
import type { RunEnd } from '../model/run.ts';

/** Usage of SGLang; python/sglang/srt/entrypoints/openai/usage_processor.py, calculate_token_usage. */
export function sglangUsage({ usage }: RunEnd, { cacheUsage, thinkingUsage }: Behaviour): Record<string, unknown> {
  return {
    prompt_tokens: usage.prompt,
    total_tokens: usage.prompt + usage.completion,
    completion_tokens: usage.completion,
    // With --enable-cache-report, and only where something was cached.
    prompt_tokens_details: cacheUsage && usage.cached > 0 ? { cached_tokens: usage.cached } : null,
    reasoning_tokens: thinkingUsage ? usage.thinking : 0,
  };
}
