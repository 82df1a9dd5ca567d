import type { JsonObject } from './json-value.ts';

/**
 * Fields by which hosts take a maximum of thinking tokens. Which of them a server obeys is tried, not looked up.
 *
 * `thinking_token_budget`: vLLM · `reasoning_budget_tokens`: llama-server, older ones `thinking_budget_tokens` ·
 * `reasoning.max_tokens`: OpenRouter, Vercel · `thinking_budget`: Qwen's own API · `custom_params.thinking_budget`:
 * SGLang with its logit processor · `thinking.budget_tokens`: Anthropic and those who follow it
 */
export const ownMaximumFields = [
  'thinking_token_budget',
  'reasoning_budget_tokens',
  'reasoning.max_tokens',
  'thinking_budget',
  'custom_params.thinking_budget',
  'thinking.budget_tokens',
] as const;

export type OwnMaximumField = (typeof ownMaximumFields)[number];

/** The part of a request that asks for a maximum of thinking tokens. */
export function ownMaximum(field: OwnMaximumField, tokens: number): JsonObject {
  switch (field) {
    case 'thinking_token_budget':
      return { thinking_token_budget: tokens };
    case 'reasoning_budget_tokens':
      // Without a message llama-server forces nothing.
      return { reasoning_budget_tokens: tokens, thinking_budget_tokens: tokens, reasoning_budget_message: '' };
    case 'reasoning.max_tokens':
      return { reasoning: tokens === 0 ? { enabled: false } : { max_tokens: tokens } };
    case 'thinking_budget':
      return tokens === 0 ? { enable_thinking: false } : { enable_thinking: true, thinking_budget: tokens };
    case 'custom_params.thinking_budget':
      return { custom_params: { thinking_budget: tokens } };
    case 'thinking.budget_tokens':
      return { thinking: tokens === 0 ? { type: 'disabled' } : { type: 'enabled', budget_tokens: tokens } };
  }
}
