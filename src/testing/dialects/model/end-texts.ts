import type { ThinkingFormat } from '../../../core/thinking-format.ts';

/**
 * What ends thinking, longest first: a model that writes an end goes on with the rest of `close`, where the end is only
 * the beginning of it (s1: `<|im_start|>`, then `answer`).
 */
export function endTexts({ ends, close }: ThinkingFormat): readonly string[] {
  const longer = ends.some((end) => close.startsWith(end) && close !== end) ? [close] : [];
  return [...new Set([...longer, ...ends])].sort((a, b) => b.length - a.length);
}
