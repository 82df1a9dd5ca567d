import { type MetricsReport, measureSeries } from '../../eval/metrics/measure-series.ts';
import type { Recipe } from '../../eval/metrics/recipe.ts';
import type { Series, SeriesPoint } from '../../eval/metrics/series.ts';
import type { RunSummary } from '../../eval/summary/run-summary.ts';
import type { ReportedRun } from './reported-run.ts';
import { curveName, runLabels } from './run-labels.ts';
import { hasStrategies, settingPlace } from './setting-place.ts';

/**
 * The curves of runs as series that `mull metrics` reads: tokens, right answers and samples of every setting, with the
 * outcome of each question where each was asked once.
 */
export function metricSeries(runs: readonly ReportedRun[]): Series[] {
  const labels = runLabels(runs.map(({ plan }) => plan));
  const ofAllChains = runs.some(({ plan }) => hasStrategies(plan));
  return runs.flatMap(({ plan, summary }, index) => {
    const curves = new Map<string, SeriesPoint[]>();
    for (const setting of summary.settings) {
      const { mean } = ofAllChains ? setting.total : setting.thinking;
      // An axis of doublings has no place for settings that did not think, and none for those that never answered.
      if (setting.accuracy === null || mean <= 0) continue;
      const { curve, max, bound } = settingPlace(setting, plan);
      const outcomes = outcomesOf(setting, summary);
      const point: SeriesPoint = {
        setting: setting.setting,
        ...(max === undefined ? {} : { max }),
        // In tokens as they are counted here: what the bound does not speak of comes on top.
        ...(bound === undefined
          ? {}
          : { bound: bound.tokens + mean - (bound.of === 'all' ? setting.total.mean : setting.takenThinking) }),
        tokens: mean,
        correct: setting.accuracy.right,
        n: setting.accuracy.total,
        ...(outcomes ? { outcomes } : {}),
      };
      curves.set(curve, [...(curves.get(curve) ?? []), point]);
    }
    return [...curves].map(([curve, points]) => ({
      name: curveName(labels[index] ?? '', curve, runs.length > 1),
      points: points.sort((a, b) => a.tokens - b.tokens),
    }));
  });
}

/** Control, Scaling and Performance of every curve, Control where each of its settings has a bound. */
export function curveMetrics(runs: readonly ReportedRun[]): MetricsReport {
  const series = metricSeries(runs).filter(({ points }) => points.length > 1);
  const recipe: Recipe = {
    name: 'curves',
    level: 0.05,
    margin: 0.05,
    rows: series.map(({ name, points }) => ({
      label: name,
      series: name,
      ...(points.every(({ bound }) => bound !== undefined)
        ? { control: { bounds: [{ max: { field: 'bound' } }] } }
        : {}),
    })),
  };
  return measureSeries(series, recipe);
}

/** Right or not, of every question in the order of the summary; undefined where any was asked never or repeatedly. */
function outcomesOf(setting: RunSummary['settings'][number], summary: RunSummary): boolean[] | undefined {
  const { samples, right } = setting.outcomes;
  const once = samples.length === summary.questions.length && samples.every((times) => times === 1);
  return once ? right.map((times) => times === 1) : undefined;
}
