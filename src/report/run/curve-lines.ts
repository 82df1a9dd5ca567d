import { type CurveSeries, curveChart } from '../curve-chart.ts';
import type { FigurePoint } from '../figure/figure-series.ts';
import { joinParts } from '../join-parts.ts';
import { symbols, type TextStyle } from '../text-style.ts';
import type { ReportedRun } from './reported-run.ts';
import { seriesOfRuns } from './series-of-runs.ts';

/** The curve of one run; several do not fit into characters. */
export function curveLines(runs: readonly ReportedRun[], style: TextStyle): string[] {
  const curves = seriesOfRuns(runs).filter(({ published }) => published !== true);
  const [curve, ...others] = curves;
  if (curve === undefined || others.length > 0 || curve.points.length < 2) return [];
  const { dot, diamond, dash } = symbols(style);
  const forced = curve.points.filter(({ kind }) => kind === 'cut');
  const free = curve.points.filter(({ kind }) => kind !== 'cut');
  const drawn = (points: readonly FigurePoint[], role: CurveSeries['role']): CurveSeries => ({
    role,
    points: points.map(({ tokens, accuracy, kind, waits = 0 }) => ({
      meanThinkingTokens: tokens,
      accuracy,
      symbol: kind === 'waits' ? String(waits % 10) : kind === 'natural' ? diamond : dot,
    })),
  });
  const most = Math.max(0, ...curve.points.map(({ waits = 0 }) => waits));
  const legend = [
    ...(forced.length > 0 ? [`${dot} with a maximum`] : []),
    ...(free.some(({ kind }) => kind === 'natural') ? [`${diamond} natural end`] : []),
    ...(most > 0 ? [`1${dash}${most} so many Waits`] : []),
  ];
  return [
    '',
    ...curveChart([drawn(forced, 'first-series'), drawn(free, 'second-series')], style, {
      scale: 'log2',
      budgets: forced.flatMap(({ max }) => (max === undefined ? [] : [max])),
    }),
    ...joinParts(legend, style).map((line) => style.paint('faint', line)),
  ];
}
