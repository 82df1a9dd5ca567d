import type { Effort } from '../../core/effort.ts';
import type { JsonObject } from './json-value.ts';

/**
 * Fields by which hosts take an effort. Which of them a server obeys is tried, not looked up.
 *
 * `reasoning_effort`: OpenAI, vLLM, llama-server, Ollama · `reasoning.effort`: OpenRouter, Vercel · `thinking.type`:
 * DeepSeek, where it switches thinking beside an effort · `output_config.effort`: Anthropic from Claude 4.6 on · `think`:
 * Ollama's own API
 */
export const effortFields = [
  'reasoning_effort',
  'reasoning.effort',
  'thinking.type',
  'output_config.effort',
  'think',
] as const;

export type EffortField = (typeof effortFields)[number];

/** How a server takes an effort. */
export interface OwnEffort {
  readonly field: EffortField;
  /** Whether `none` was seen to switch thinking off. */
  readonly none: boolean;
}

/** The part of a request that asks for an effort, in the words of the host where it has fewer of them. */
export function ownEffort(field: EffortField, effort: Effort): JsonObject {
  switch (field) {
    case 'reasoning_effort':
      return { reasoning_effort: effort };
    case 'reasoning.effort':
      return { reasoning: { effort } };
    case 'thinking.type':
      return effort === 'none'
        ? { thinking: { type: 'disabled' } }
        : { thinking: { type: 'enabled' }, reasoning_effort: effort };
    case 'output_config.effort':
      // https://platform.claude.com/docs/en/build-with-claude/effort: low to max. Newer models show no thinking unasked.
      return effort === 'none'
        ? { thinking: { type: 'disabled' } }
        : {
            thinking: { type: 'adaptive', display: 'summarized' },
            output_config: { effort: effort === 'minimal' ? 'low' : effort },
          };
    case 'think':
      // ollama/ollama, openai/openai.go, thinkFromReasoningEffort: the same words for what it has no level of its own.
      return { think: effort === 'none' ? false : (ollamaLevels[effort] ?? effort) };
  }
}

/** What makes a model think as it does by itself, and show it, where a host asks for that to be said. */
export function usualEffort(field: EffortField): JsonObject {
  // `high` is what Anthropic takes where nothing is said.
  return field === 'output_config.effort' ? ownEffort(field, 'high') : {};
}

const ollamaLevels: Partial<Record<Effort, string>> = { minimal: 'low', xhigh: 'max' };
