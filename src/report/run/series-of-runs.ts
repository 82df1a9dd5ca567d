import type { FigurePoint, FigureSeries } from '../figure/figure-series.ts';
import type { ReportedRun } from './reported-run.ts';
import { curveName, runLabels } from './run-labels.ts';
import { hasStrategies, type SettingPlace, settingPlace } from './setting-place.ts';

/** Gives a point of a figure somewhere to lead. */
export type PointLink = (run: number, setting: string) => string;

/** The curves of runs: one per run and method, and what papers have published beside them. */
export function seriesOfRuns(runs: readonly ReportedRun[], link?: PointLink): FigureSeries[] {
  const labels = runLabels(runs.map(({ plan }) => plan));
  const ofAllChains = runs.some(({ plan }) => hasStrategies(plan));
  const measured = runs.flatMap((run, index) =>
    curvesOf(run, index, { label: labels[index] ?? '', several: runs.length > 1, ofAllChains, link }),
  );
  return [...measured, ...publishedCurves(runs)];
}

const order: readonly FigurePoint['kind'][] = ['cut', 'natural', 'waits', 'other'];

function curvesOf(
  { plan, summary }: ReportedRun,
  index: number,
  options: {
    readonly label: string;
    readonly several: boolean;
    readonly ofAllChains: boolean;
    readonly link: PointLink | undefined;
  },
): FigureSeries[] {
  const { label, several, ofAllChains, link } = options;
  const curves = new Map<string, { readonly place: SettingPlace; readonly point: FigurePoint }[]>();
  for (const setting of summary.settings) {
    // Nothing but errors: no accuracy, and no place in the figure.
    if (setting.accuracy === null) continue;
    const place = settingPlace(setting, plan);
    const point: FigurePoint = {
      tokens: (ofAllChains ? setting.total : setting.thinking).mean,
      accuracy: setting.accuracy.value,
      interval: setting.accuracy.interval,
      kind: place.kind,
      label: setting.setting,
      samples: setting.accuracy.total,
      ...(place.max === undefined ? {} : { max: place.max }),
      ...(place.waits === undefined ? {} : { waits: place.waits }),
      ...(link ? { href: link(index, setting.setting) } : {}),
    };
    curves.set(place.curve, [...(curves.get(place.curve) ?? []), { place, point }]);
  }
  return [...curves].map(([curve, entries]) => ({
    name: curveName(label, curve, several),
    points: entries.sort(alongTheCurve).map(({ point }) => point),
    ...(ofAllChains ? { ofAllChains } : {}),
  }));
}

interface Entry {
  readonly place: SettingPlace;
  readonly point: FigurePoint;
}

/** Maxima from low to high, the natural end, Waits from few to many; other knobs by what they cost. */
function alongTheCurve(a: Entry, b: Entry): number {
  const kinds = order.indexOf(a.place.kind) - order.indexOf(b.place.kind);
  if (kinds !== 0) return kinds;
  const knob = ({ place }: Entry): number => (place.kind === 'cut' ? place.max : place.waits) ?? 0;
  return knob(a) - knob(b) || a.point.tokens - b.point.tokens;
}

/** Published figures that come with their tokens, each model's as a curve; without tokens they have no place in it. */
function publishedCurves(runs: readonly ReportedRun[]): FigureSeries[] {
  const curves = new Map<string, Map<string, FigurePoint>>();
  for (const { plan } of runs) {
    for (const { model, label, accuracy, tokens, setting } of plan.published) {
      if (tokens === undefined) continue;
      const points = curves.get(model) ?? new Map<string, FigurePoint>();
      curves.set(model, points);
      const waits = Number(/\bwaits=(\d+)/.exec(setting ?? '')?.[1] ?? 0);
      points.set(`${tokens} ${accuracy}`, {
        tokens,
        accuracy: accuracy / 100,
        label: `${model}, ${label}`,
        ...(waits > 0 ? { kind: 'waits', waits } : { kind: setting === 'natural end' ? 'natural' : 'cut' }),
      });
    }
  }
  return [...curves].map(([model, points]) => ({
    name: `${model}, published`,
    published: true,
    points: [...points.values()].sort((a, b) => a.tokens - b.tokens),
  }));
}
