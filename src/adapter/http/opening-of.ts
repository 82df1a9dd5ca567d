import type { ThinkingFormat } from '../../core/thinking-format.ts';

/** What opens thinking in a turn; a format whose template has opened it already only knows how it is opened again. */
export function openingOf(format: ThinkingFormat): string {
  if (format.open !== '') return format.open;
  const again = format.reopens[0] ?? '';
  return again === '' ? '' : `${again}\n`;
}
