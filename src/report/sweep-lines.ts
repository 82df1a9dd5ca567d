import type { SweepPoint } from '../eval/accuracy-sweep.ts';
import { type CurveSeries, curveChart } from './curve-chart.ts';
import { joinParts } from './join-parts.ts';
import { tableLines } from './table-lines.ts';
import { symbols, type TextStyle } from './text-style.ts';

/** The curve of a sweep over maximums and Waits, its legend and its figures. A point with neither is the natural end. */
export function sweepLines(points: readonly SweepPoint[], style: TextStyle): string[] {
  const { dot, diamond, dash } = symbols(style);
  const read = points.map(({ budget, accuracy, meanThinkingTokens }) => ({
    ...bounds(budget),
    accuracy: accuracy.value,
    interval: accuracy.interval,
    meanThinkingTokens,
  }));
  const cut: CurveSeries = { role: 'first-series', points: read.filter(({ max }) => max !== undefined) };
  const free: CurveSeries = {
    role: 'second-series',
    points: read
      .filter(({ max }) => max === undefined)
      .map((point) => ({ ...point, symbol: point.waits > 0 ? String(point.waits % 10) : diamond })),
  };
  const most = Math.max(...read.map(({ waits }) => waits));
  const legend = joinParts(
    [`${dot} at most so many tokens`, `${diamond} natural end`, `1${dash}${most} so many waits`],
    style,
  );
  const rows = read.map(({ max, waits, accuracy, interval: { low, high }, meanThinkingTokens }) => [
    max !== undefined ? `at most ${max}` : waits > 0 ? `${waits} ${waits === 1 ? 'wait' : 'waits'}` : 'natural end',
    percent(accuracy),
    `${percent(low)}${dash}${percent(high)}`,
    meanThinkingTokens.toFixed(1),
  ]);
  return [
    style.paint('heading', 'Accuracy by mean thinking tokens'),
    ...curveChart([cut, free], style),
    ...legend.map((line) => style.paint('faint', line)),
    '',
    ...tableLines(['budget', 'accuracy', '95 % interval', 'mean tokens'], rows, style),
  ];
}

function bounds(budget: SweepPoint['budget']): { readonly max: number | undefined; readonly waits: number } {
  const { max, waits = 0 } = typeof budget === 'string' ? {} : budget;
  return { max: typeof max === 'number' ? max : undefined, waits };
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
