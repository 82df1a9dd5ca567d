import type { ThinkingFormat } from '../core/thinking-format.ts';

/** The most common thinking format, and the default of the scripted engine. */
export const thinkFormat: ThinkingFormat = {
  name: 'think',
  open: '<think>\n',
  ends: ['</think>'],
  close: '</think>',
  cut: '</think>\n\n',
  reopens: ['<think>'],
  foundBy: 'template',
};
