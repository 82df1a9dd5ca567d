import { MullError } from '../../core/mull-error.ts';
import { boundsOf } from './bounds-of.ts';
import { type Control, control } from './control.ts';
import { findSeries } from './find-series.ts';
import { type Performance, performance } from './performance.ts';
import type { BoundRule, PublishedFigures, Recipe, RecipeRow } from './recipe.ts';
import { roundedFigures } from './rounded-figures.ts';
import { type Scaling, scaling } from './scaling.ts';
import { requireMatch, selectPoints } from './select-points.ts';
import type { Series, SeriesPoint } from './series.ts';
import { type ThinkingFlags, thinkingFlags } from './thinking-flags.ts';
import type { TrendOptions } from './trend-test.ts';

/** The three figures of the paper; Control is null where the recipe states no bounds. */
export interface Figures {
  readonly control: Control | null;
  readonly scaling: Scaling;
  readonly performance: Performance;
}

export interface MetricsRow extends Figures {
  readonly label: string;
  readonly series: string;
  readonly note?: string;
  /** The same figures over every run of the series, whatever the recipe selects. */
  readonly all: Figures;
  readonly published?: PublishedFigures;
  /** Whether the figures, rounded as the paper rounds, are the published ones; null where none are given. */
  readonly asPublished: boolean | null;
  /** Over all runs of the row; null with fewer than two token counts. */
  readonly flags: ThinkingFlags | null;
}

export interface MetricsReport {
  readonly recipe: string;
  readonly source?: string;
  readonly rows: readonly MetricsRow[];
}

/**
 * Control, Scaling and Performance of every row of the recipe, with the figures over all runs beside them and what
 * each series shows.
 *
 * @throws E_RECIPE_INVALID for a series that does not exist, a match that fits no run, or a run without a bound
 */
export function measureSeries(series: readonly Series[], recipe: Recipe, options: TrendOptions = {}): MetricsReport {
  const rows = recipe.rows.map((row) => {
    const found = findSeries(series, row.series, `Row "${row.label}"`, 'E_RECIPE_INVALID');
    return measureRow(row, found, recipe, options);
  });
  return { recipe: recipe.name, ...(recipe.source !== undefined && { source: recipe.source }), rows };
}

function measureRow(row: RecipeRow, series: Series, recipe: Recipe, options: TrendOptions): MetricsRow {
  const { label, note, published } = row;
  const points = selectPoints(series.points, row.points, label);
  const bounds = row.control?.bounds;
  for (const rule of bounds ?? []) if (rule.where !== undefined) requireMatch(series.points, rule.where, label);
  const figures: Figures = {
    control: controlOf(selectPoints(points, row.control?.points, label), bounds, label),
    scaling: scaling(selectPoints(points, row.scaling?.points, label), options),
    performance: performance(selectPoints(points, row.performance?.points, label)),
  };
  return {
    label,
    series: series.name,
    ...(note !== undefined && { note }),
    ...figures,
    all: {
      control: controlOfAll(series.points, bounds, label),
      scaling: scaling(series.points, options),
      performance: performance(series.points),
    },
    ...(published && { published }),
    asPublished: published ? isAsPublished(figures, published) : null,
    flags: thinkingFlags(points, { ...options, level: recipe.level, margin: recipe.margin }) ?? null,
  };
}

function isAsPublished(figures: Figures, published: PublishedFigures): boolean {
  const { control, scaling, performance } = roundedFigures(figures);
  return (
    control === published.control.toFixed(0) &&
    scaling === published.scaling.toFixed(0) &&
    performance === published.performance.toFixed(1)
  );
}

function controlOf(
  points: readonly SeriesPoint[],
  bounds: readonly BoundRule[] | undefined,
  row: string,
): Control | null {
  if (bounds === undefined) return null;
  return control(
    points.map((point) => {
      const asked = boundsOf(point, bounds, row);
      if (asked) return { point, bounds: asked };
      throw new MullError('E_RECIPE_INVALID', `Row "${row}" has no bound for its run of ${point.tokens} tokens.`, {
        hint: 'Add a rule to control.bounds that fits it, or leave the run out with control.points.except: a run of which nothing was asked cannot count as having kept to it.',
      });
    }),
  );
}

/** Null where a run that the recipe leaves out has no bound. */
function controlOfAll(
  points: readonly SeriesPoint[],
  bounds: readonly BoundRule[] | undefined,
  row: string,
): Control | null {
  const asked = points.flatMap((point) => {
    const found = boundsOf(point, bounds ?? [], row);
    return found ? [{ point, bounds: found }] : [];
  });
  return asked.length === points.length ? control(asked) : null;
}
