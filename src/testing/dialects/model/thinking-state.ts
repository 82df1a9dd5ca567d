import type { ThinkingFormat } from '../../../core/thinking-format.ts';

const turn = '<|im_start|>assistant\n';

/** Where a prompt leaves the model: in thinking that was opened, behind thinking that was closed, or before any. */
export type ThinkingState = 'inside' | 'closed' | 'unopened';

export function thinkingState(text: string, { open, ends }: ThinkingFormat): ThinkingState {
  const tag = open.trim();
  const start = text.lastIndexOf(tag);
  if (tag === '' || start === -1 || start < text.lastIndexOf(turn)) return 'unopened';
  return ends.some((end) => text.indexOf(end, start + tag.length) !== -1) ? 'closed' : 'inside';
}
