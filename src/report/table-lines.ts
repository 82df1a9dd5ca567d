import { displayWidth } from './display-width.ts';
import type { TextStyle } from './text-style.ts';

/** Columns under faint headings; numbers to the right, words to the left. The cells must not be painted. */
export function tableLines(
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  style: TextStyle,
): string[] {
  const widths = headings.map((heading, column) =>
    Math.max(displayWidth(heading), ...rows.map((row) => displayWidth(String(row[column] ?? '')))),
  );
  const numeric = headings.map((_, column) => rows.every((row) => /^[\d.,%+–-]+$/.test(String(row[column] ?? ''))));
  const line = (cells: readonly (string | number)[]): string =>
    cells
      .map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - displayWidth(String(cell)));
        return numeric[column] ? `${padding}${cell}` : `${cell}${padding}`;
      })
      .join('  ')
      .trimEnd();
  return [style.paint('faint', line(headings)), ...rows.map(line)];
}
