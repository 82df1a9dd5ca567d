import type { ThinkingDisplay } from './server-request.ts';
import { valueAt } from './value-at.ts';

/**
 * Where a client wants to see the thinking: OpenRouter's `reasoning.exclude` and `include_reasoning`, Anthropic's
 * `thinking.display`, and llama-server's `reasoning_format`, of which `none` and `deepseek-legacy` keep it in the answer.
 */
export function readDisplay(body: unknown): ThinkingDisplay {
  if (valueAt(body, 'reasoning.exclude') === true) return 'hidden';
  if (valueAt(body, 'include_reasoning') === false) return 'hidden';
  if (valueAt(body, 'thinking.display') === 'omitted') return 'hidden';
  const format = valueAt(body, 'reasoning_format');
  return format === 'none' || format === 'deepseek-legacy' ? 'inline' : 'separate';
}
