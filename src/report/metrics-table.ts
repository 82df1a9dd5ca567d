import type { Figures, MetricsReport, MetricsRow } from '../eval/metrics/measure-series.ts';
import { roundedFigures } from '../eval/metrics/rounded-figures.ts';
import { flagLines } from './flag-lines.ts';
import { printableText } from './printable-text.ts';
import { tableLines } from './table-lines.ts';
import { symbols, type TextStyle } from './text-style.ts';
import { wrapText } from './wrap-text.ts';

/**
 * What `mull metrics` prints: Control, Scaling and Performance of every row as the paper rounds them, beside what is
 * published and what all runs give, then what each series shows.
 */
export function metricsTable(report: MetricsReport, style: TextStyle): string[] {
  const { rows } = report;
  const published = rows.some((row) => row.published !== undefined);
  const title = report.source === undefined ? report.recipe : `${report.recipe}: ${report.source}`;
  const headings = ['method', 'runs', 'Control', 'Scaling', '95% interval', 'Performance'];
  const table = tableLines(
    [...headings, ...(published ? ['published'] : []), 'all runs'],
    rows.map((row) => [
      ...ownCells(row, style),
      ...(published ? [publishedCell(row, style)] : []),
      joined(row.all, style),
    ]),
    style,
  );
  return [
    ...wrapText(printableText(title), style, { role: 'heading' }),
    '',
    ...table,
    '',
    ...wrapText(
      'Control and Performance in %; Scaling in percentage points per doubling of the thinking tokens, the mean over all pairs of runs.',
      style,
    ),
    ...(published ? [publishedLine(rows)] : []),
    ...notes(rows, style),
    '',
    ...flagLines(rows, style),
  ];
}

function ownCells(row: MetricsRow, style: TextStyle): string[] {
  const { dash } = symbols(style);
  const { control, scaling, performance } = roundedFigures(row);
  const interval = row.scaling.interval;
  return [
    printableText(row.label),
    String(row.performance.points),
    control === null ? dash : `${control}%`,
    scaling ?? dash,
    interval === null ? dash : `${interval.low.toFixed(0)} to ${interval.high.toFixed(0)}`,
    performance ?? dash,
  ];
}

/** `100 / -35 / 40.0` */
function joined(figures: Figures, style: TextStyle): string {
  const { control, scaling, performance } = roundedFigures(figures);
  return [control, scaling, performance].map((figure) => figure ?? symbols(style).dash).join(' / ');
}

function publishedCell(row: MetricsRow, style: TextStyle): string {
  if (row.published === undefined) return symbols(style).dash;
  const { control, scaling, performance } = row.published;
  const { right, wrong } = symbols(style);
  return `${control} / ${scaling} / ${performance.toFixed(1)} ${row.asPublished ? right : wrong}`;
}

function publishedLine(rows: readonly MetricsRow[]): string {
  const compared = rows.filter((row) => row.asPublished !== null);
  const same = compared.filter((row) => row.asPublished).length;
  return `${same} of ${compared.length} rows come out as published.`;
}

function notes(rows: readonly MetricsRow[], style: TextStyle): string[] {
  return rows.flatMap((row) => {
    const total = row.all.performance.points;
    const fewer = [
      ...(row.control && row.control.points < total ? [`Control over ${row.control.points}`] : []),
      ...(row.scaling.points < total ? [`Scaling over ${row.scaling.points}`] : []),
      ...(row.performance.points < total ? [`Performance over ${row.performance.points}`] : []),
    ];
    const counted = fewer.length === 0 ? [] : [`${fewer.join(', ')} of ${total} runs.`];
    const text = [...(row.note === undefined ? [] : [row.note]), ...counted].join(' ');
    return text === '' ? [] : wrapText(printableText(`${row.label}: ${text}`), style);
  });
}
