import type { Behaviour } from '../behaviour.ts';
import type { RunEnd } from '../model/run.ts';

/**
 * Usage of vLLM. Cached tokens need `--enable-prompt-tokens-details`; thinking tokens are counted by the reasoning
 * parser, where there is one.
 *
 * vllm/entrypoints/openai/chat_completion/serving.py, _make_prompt_tokens_details and _make_completion_tokens_details
 */
export function vllmUsage(
  { usage }: RunEnd,
  { cacheUsage, thinkingUsage }: Behaviour,
  chat: boolean,
): Record<string, unknown> {
  return {
    prompt_tokens: usage.prompt,
    total_tokens: usage.prompt + usage.completion,
    completion_tokens: usage.completion,
    ...(cacheUsage && { prompt_tokens_details: { cached_tokens: usage.cached } }),
    ...(chat && thinkingUsage && { completion_tokens_details: { reasoning_tokens: usage.thinking } }),
  };
}
