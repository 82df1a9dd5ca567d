import type { HistogramRow } from '../figure/draw-histograms.ts';
import type { ReportedRun } from './reported-run.ts';
import { curveName, runLabels } from './run-labels.ts';
import { settingPlace } from './setting-place.ts';

/** A row of the histograms for each setting in which any sample was answered; each run has its own colour. */
export function histogramRows(runs: readonly ReportedRun[]): HistogramRow[] {
  const labels = runLabels(runs.map(({ plan }) => plan));
  return runs.flatMap(({ plan, summary }, index) =>
    summary.settings
      .filter(({ thinking }) => thinking.counts.length > 0)
      .map((setting) => {
        const { max } = settingPlace(setting, plan);
        return {
          name: curveName(labels[index] ?? '', setting.setting, runs.length > 1),
          thinking: setting.thinking,
          series: index,
          ...(max === undefined ? {} : { max }),
        };
      }),
  );
}
