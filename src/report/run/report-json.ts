import { curveMetrics, metricSeries } from './metric-series.ts';
import type { ReportedRun } from './reported-run.ts';

/**
 * A report as a value: what was asked and what came of it, in full. It has the field `series`, so `mull metrics` reads
 * it as it is.
 */
export function reportJson(runs: readonly ReportedRun[]): object {
  return {
    format: 'mull report',
    version: 1,
    runs: runs.map(({ plan: { questions, ...plan }, summary }) => ({
      plan: { ...plan, questions: questions.length },
      summary,
    })),
    series: metricSeries(runs),
    metrics: curveMetrics(runs).rows,
  };
}
