import type { ReportTable } from './summary-table.ts';

/** A table in Markdown. */
export function markdownTable({ headings, rows }: ReportTable): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(' | ')} |`;
  return [line(headings), `|${' --- |'.repeat(headings.length)}`, ...rows.map(line)];
}

/** A text in Markdown that shows it: names come from files and models, none may become markup or break a table. */
export function markdownText(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|#]/g, (character) => `\\${character}`);
}
