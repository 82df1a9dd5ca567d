import { printableText } from '../printable-text.ts';
import { tableLines } from '../table-lines.ts';
import { symbols, type TextStyle } from '../text-style.ts';
import { publishedTable } from './published-table.ts';
import type { ReportedRun } from './reported-run.ts';

/** What papers have published, beside ours; nothing where the recipes carry no figures. */
export function publishedLines(runs: readonly ReportedRun[], style: TextStyle): string[] {
  const table = publishedTable(runs, symbols(style).dash);
  if (table === undefined) return [];
  const rows = table.rows.map((row) => row.map(printableText));
  return ['', style.paint('heading', 'Published'), ...tableLines(table.headings, rows, style)];
}
