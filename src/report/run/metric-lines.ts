import { flagLines } from '../flag-lines.ts';
import { printableText } from '../printable-text.ts';
import { tableLines } from '../table-lines.ts';
import { symbols, type TextStyle } from '../text-style.ts';
import { curveMetrics } from './metric-series.ts';
import { metricTable } from './metric-table.ts';
import type { ReportedRun } from './reported-run.ts';

/** The paper's figures of every curve and what each curve shows; nothing where no curve has two settings. */
export function metricLines(runs: readonly ReportedRun[], style: TextStyle): string[] {
  const report = curveMetrics(runs);
  const table = metricTable(report, symbols(style).dash);
  if (table === undefined) return [];
  const rows = table.rows.map((row) => row.map(printableText));
  return ['', ...tableLines(table.headings, rows, style), '', ...flagLines(report.rows, style)];
}
