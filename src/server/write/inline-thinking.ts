import type { ThinkResult } from '../../core/events.ts';

/** What is told in place of the model's own delimiters where a client wants the thinking in front of the answer. */
export const inlineThinking: {
  readonly open: string;
  readonly close: string;
  before(result: Pick<ThinkResult, 'thinking'>): string;
} = {
  open: '<think>\n',
  close: '\n</think>\n\n',
  before: ({ thinking }) => (thinking === '' ? '' : `<think>\n${thinking}\n</think>\n\n`),
};
