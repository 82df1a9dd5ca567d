import { displayWidth } from './display-width.ts';
import { joinParts } from './join-parts.ts';
import type { TextStyle } from './text-style.ts';

/**
 * Columns under faint headings; numbers to the right, words to the left. Where three columns or more are too wide for
 * the style, each row becomes its first cell with the others, named, below it. The cells must not be painted.
 */
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
  const total = widths.reduce((sum, width) => sum + width, 2 * (headings.length - 1));
  if (total > style.width && headings.length > 2) return stackedLines(headings, rows, style);
  return [style.paint('faint', line(headings)), ...rows.map(line)];
}

function stackedLines(
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  style: TextStyle,
): string[] {
  const indented: TextStyle = { ...style, width: style.width - 2 };
  return rows.flatMap(([first = '', ...others]) => [
    String(first),
    ...joinParts(
      others.map((cell, column) => `${headings[column + 1] ?? ''} ${cell}`.trim()),
      indented,
    ).map((line) => `  ${line}`),
  ]);
}
