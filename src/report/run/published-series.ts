import type { Series, SeriesPoint } from '../../eval/metrics/series.ts';
import { wilsonInterval } from '../../eval/metrics/wilson-interval.ts';
import type { FigurePoint, FigureSeries } from '../figure/figure-series.ts';

/**
 * A series of a file, such as a paper's, as a curve. How its points are marked is read from what they say of
 * themselves: a `setting` with `=500` was cut there, one with `2x "Wait"` was told to go on twice.
 *
 * @param beside - whether measured runs stand in the same figure: it is then drawn behind them
 */
export function publishedSeries(series: Series, beside: boolean): FigureSeries {
  const { name, model, method } = series;
  const parts = [model, method].filter((part): part is string => typeof part === 'string');
  const points = series.points.map((point) => pointOf(point, typeof method === 'string' ? method : ''));
  return {
    name: parts.length > 0 ? `${parts.join(', ')}${beside ? ', published' : ''}` : name,
    points: points.sort((a, b) => a.tokens - b.tokens),
    ...(beside ? { published: true } : {}),
  };
}

function pointOf(point: SeriesPoint, method: string): FigurePoint {
  const { tokens, correct, n } = point;
  const setting = typeof point.setting === 'string' ? point.setting : undefined;
  const waits = Number(/(\d+)\s*x\b/i.exec(setting ?? '')?.[1] ?? 0);
  const max = typeof point.max === 'number' ? point.max : Number(/^\w*=(\d+)$/.exec(setting ?? '')?.[1] ?? 0);
  const common = {
    tokens,
    accuracy: correct / n,
    interval: wilsonInterval(correct, n),
    samples: n,
    label: setting ?? `${tokens} tokens`,
  };
  if (waits > 0) return { ...common, kind: 'waits', waits };
  if (max > 0) return { ...common, kind: 'cut', max };
  return { ...common, kind: /forcing/i.test(method) ? 'cut' : 'other' };
}
