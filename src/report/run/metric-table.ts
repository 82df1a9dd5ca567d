import type { MetricsReport } from '../../eval/metrics/measure-series.ts';
import { roundedFigures } from '../../eval/metrics/rounded-figures.ts';
import { signedText } from './signed-text.ts';
import type { ReportTable } from './summary-table.ts';

/** Control, Scaling and Performance of every curve; undefined without one. */
export function metricTable({ rows }: MetricsReport, dash: string): ReportTable | undefined {
  if (rows.length === 0) return undefined;
  const bounded = rows.some(({ control }) => control !== null);
  return {
    headings: [
      'curve',
      'settings',
      ...(bounded ? ['Control'] : []),
      'Scaling per doubling',
      '95% interval',
      'Performance',
    ],
    rows: rows.map((row) => {
      const { control, performance } = roundedFigures(row);
      const { value, interval, points } = row.scaling;
      return [
        row.label,
        String(points),
        ...(bounded ? [control === null ? dash : `${control}%`] : []),
        value === null ? dash : `${signedText(value)} points`,
        interval === null ? dash : `${signedText(interval.low)} to ${signedText(interval.high)}`,
        performance === null ? dash : `${performance}%`,
      ];
    }),
  };
}
