import { printableText } from '../printable-text.ts';
import { tableLines } from '../table-lines.ts';
import { symbols, type TextStyle } from '../text-style.ts';
import { wrapText } from '../wrap-text.ts';
import { curveLines } from './curve-lines.ts';
import { metricLines } from './metric-lines.ts';
import { publishedLines } from './published-lines.ts';
import type { ReportedRun } from './reported-run.ts';
import { runsScope, runsTitle } from './run-labels.ts';
import { runNotes } from './run-notes.ts';
import { summaryTable } from './summary-table.ts';

/** Runs on a terminal: title, curve, table, and what to know before believing it. */
export function runLines(runs: readonly ReportedRun[], style: TextStyle): string[] {
  const { dash } = symbols(style);
  const plans = runs.map(({ plan }) => plan);
  const { headings, rows } = summaryTable(runs, dash);
  const notes = runs.flatMap(({ summary }) => runNotes(summary.settings));
  return [
    ...wrapText(printableText(runsTitle(plans)), style, { role: 'heading' }),
    ...wrapText(printableText(runsScope(plans)), style, { role: 'faint' }),
    ...curveLines(runs, style),
    '',
    ...tableLines(
      headings,
      rows.map((row) => row.map(printableText)),
      style,
    ),
    ...publishedLines(runs, style),
    ...metricLines(runs, style),
    ...(notes.length > 0 ? [''] : []),
    ...notes.flatMap((note) => noteLines(note, style)),
  ];
}

function noteLines(note: string, style: TextStyle): string[] {
  const lines = wrapText(printableText(note), style, { indent: '  ' });
  const { warning } = symbols(style);
  return lines.map((line, index) => style.paint('warning', index === 0 ? warning + line.slice(1) : line));
}
