import * as Plot from '@observablehq/plot';
import { percentText } from '../run/percent-text.ts';
import { doublingTicks } from './doubling-ticks.ts';
import { figureDocument } from './figure-document.ts';
import { type FigureHead, headHeight, type LegendItem } from './figure-head.ts';
import type { FigurePoint, FigureSeries } from './figure-series.ts';
import { figureThemes, seriesClass } from './figure-theme.ts';
import { type FigureOptions, finishFigure } from './finish-figure.ts';
import { numberText } from './number-text.ts';
import { percentTicks } from './percent-ticks.ts';
import { type Box, boxesAlong, placeLabels } from './place-labels.ts';
import { textWidth } from './text-width.ts';

const markRadius = 4.5;
const waitRadius = 7.5;
const labelSize = 12.5;
const tickSize = 12;

/**
 * The scaling curve: accuracy against mean thinking tokens on an axis of doublings, as SVG.
 *
 * Filled circles have a maximum, the diamond is where the model ends by itself, circles with a number were told to go on
 * so many times. Bars are the intervals. A series is named where there is room beside its line; if one has
 * none, all stand in the legend.
 *
 * @param series - at least one point in all
 */
export function drawCurve(series: readonly FigureSeries[], options: FigureOptions = {}): string {
  const { width = 720, height = 440 } = options;
  const points = series.flatMap((line) => line.points);
  const names = series.map(({ name }) => shortened(name));
  const widest = Math.max(...names.map((name) => textWidth(name, labelSize, 'semibold')));
  const direct = place(series, names, options, Math.min(widest + 14, width * 0.3), false);
  const labelled = series.length > 1 && direct.labels.every((label) => label !== undefined);
  // Labels without room go to the legend, all together: half of them there would be two ways to read one figure.
  const { layout, labels } = labelled ? direct : place(series, names, options, 24, series.length > 1);
  const { x, y, head, frame } = layout;

  const plot = Plot.plot({
    document: figureDocument(),
    width,
    height,
    marginLeft: frame.left,
    marginRight: width - frame.right,
    marginTop: frame.top,
    marginBottom: height - frame.bottom,
    style: { fontSize: `${tickSize}px` },
    x: { type: 'log', base: 2, domain: x.domain },
    y: { domain: [y.low, y.high] },
    marks: [
      Plot.gridY(y.ticks, { className: 'grid', stroke: 'currentColor', strokeOpacity: 1 }),
      Plot.ruleY([y.low], { className: 'muted', stroke: 'currentColor' }),
      Plot.axisX(x.ticks, {
        className: 'muted',
        color: 'currentColor',
        tickFormat: x.format,
        tickSize: 5,
        tickPadding: 4,
        label: null,
      }),
      Plot.axisY(y.ticks, {
        className: 'muted',
        color: 'currentColor',
        tickFormat: (tick: number) => `${tick}%`,
        tickSize: 0,
        tickPadding: 8,
        label: null,
      }),
      ...(x.broken === undefined ? [] : breakMarks(x.broken, y.low)),
      ...series.flatMap((line, i) => intervalMarks(line, i, x)),
      ...series.flatMap((line, i) => lineMarks(line, i, x)),
      ...series.flatMap((line, i) => pointMarks(line, i, x)),
    ],
  });
  const texts = [
    ...labels.flatMap((label, i) =>
      label && labelled
        ? [
            {
              text: names[i] ?? '',
              x: label.left,
              y: (label.top + label.bottom) / 2,
              size: labelSize,
              weight: 600,
              className: seriesClass(i, series[i]?.published),
            },
          ]
        : [],
    ),
    {
      text: `${series.some(({ ofAllChains }) => ofAllChains) ? 'Mean tokens of all chains' : 'Mean thinking tokens'} (log2 scale)`,
      x: (frame.left + frame.right) / 2,
      y: height - 13,
      size: tickSize,
      anchor: 'middle' as const,
      className: 'text',
    },
    { text: 'Accuracy', x: 12, y: frame.top - 16, size: tickSize, className: 'text' },
  ];
  return finishFigure(plot, {
    ...options,
    width,
    height,
    head,
    texts,
    description: `${points.length} settings: ${points.map(described).join('; ')}.`,
  });
}

interface XScale {
  readonly domain: [number, number];
  readonly ticks: number[];
  readonly format: (tick: number) => string;
  /** Where the axis is broken, in tokens, because 0 stands on it. */
  readonly broken?: number;
  /** Where a number of tokens stands; none has no logarithm and stands at the left end. */
  readonly at: (tokens: number) => number;
}

interface Layout {
  readonly x: XScale;
  readonly y: ReturnType<typeof percentTicks>;
  readonly head: FigureHead;
  readonly frame: Box;
}

function place(
  series: readonly FigureSeries[],
  names: readonly string[],
  options: FigureOptions,
  marginRight: number,
  named: boolean,
): { layout: Layout; labels: ReturnType<typeof placeLabels> } {
  const { width = 720, height = 440 } = options;
  const points = series.flatMap((line) => line.points);
  const legend: LegendItem[] = [
    ...(named
      ? series.map(
          ({ published }, i): LegendItem => ({
            symbol: published || i >= figureThemes.light.series.length ? 'dashes' : 'line',
            className: seriesClass(i, published),
            text: names[i] ?? '',
          }),
        )
      : []),
    ...kindLegend(points),
  ];
  const head: FigureHead = { title: options.title, subtitle: options.subtitle, legend, width };
  const y = percentTicks(
    points
      .flatMap(({ accuracy, interval }) => [accuracy, interval?.low ?? accuracy, interval?.high ?? accuracy])
      .map((share) => 100 * share),
    Math.max(3, Math.floor(height / 60)),
  );
  const frame: Box = { left: 52, top: headHeight(head) + 34, right: width - marginRight, bottom: height - 48 };
  const x = tokenScale(points, frame);
  const position = ({ tokens, accuracy }: FigurePoint): { x: number; y: number } => ({
    x:
      frame.left +
      (Math.log2(x.at(tokens) / x.domain[0]) / Math.log2(x.domain[1] / x.domain[0])) * (frame.right - frame.left),
    y: frame.bottom - ((100 * accuracy - y.low) / (y.high - y.low)) * (frame.bottom - frame.top),
  });
  const lines = series.map(({ points: own }) => [
    ...own.map((point) => around(position(point), point.kind === 'waits' ? waitRadius + 2 : markRadius + 2)),
    ...boxesAlong(own.map(position)),
  ]);
  const intervals = points.flatMap((point): Box[] => {
    const { interval } = point;
    if (!interval) return [];
    const { x: middle } = position(point);
    const top = position({ ...point, accuracy: interval.high }).y;
    const bottom = position({ ...point, accuracy: interval.low }).y;
    return [{ left: middle - 2, right: middle + 2, top, bottom }];
  });
  const labels = placeLabels(
    series.map(({ points: own }, i) => ({
      owner: i,
      width: textWidth(names[i] ?? '', labelSize, 'semibold'),
      height: labelSize * 1.25,
      // Best at the end of the line, then along it towards its beginning.
      anchors: own.map(position).sort((a, b) => b.x - a.x),
    })),
    lines,
    intervals,
    { left: frame.left + 4, top: frame.top - 4, right: width - 6, bottom: frame.bottom - 4 },
  );
  return { layout: { x, y, head, frame }, labels };
}

function tokenScale(points: readonly FigurePoint[], frame: Box): XScale {
  const positive = points.map(({ tokens }) => tokens).filter((tokens) => tokens >= 1);
  const budgets = points.flatMap(({ max }) => (max === undefined ? [] : [max]));
  const least = positive.length === 0 ? 1 : Math.min(...positive);
  const most = positive.length === 0 ? 2 : Math.max(...positive);
  const hasZero = positive.length < points.length;
  const padding = Math.max(0.12, Math.log2(most / least) * 0.05);
  const zero = least / 2 ** Math.max(0.8, Math.log2(most / least) * 0.12);
  const domain: [number, number] = [(hasZero ? zero : least) / 2 ** padding, most * 2 ** padding];
  if (domain[1] / domain[0] < 2) domain.splice(0, 2, least / Math.SQRT2 / 1.1, most * Math.SQRT2 * 1.1);
  const room = Math.floor((frame.right - frame.left) / 62);
  const ticks = doublingTicks([hasZero ? least * 0.99 : domain[0], domain[1]], budgets, room);
  return {
    domain,
    ticks: hasZero ? [zero, ...ticks] : ticks,
    ...(hasZero ? { broken: Math.sqrt(zero * least) } : {}),
    format: (tick) => (hasZero && tick === zero ? '0' : numberText(tick)),
    at: (tokens) => (tokens >= 1 ? tokens : zero),
  };
}

function around({ x, y }: { x: number; y: number }, reach: number): Box {
  return { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach };
}

function kindLegend(points: readonly FigurePoint[]): LegendItem[] {
  const kinds = new Set(points.map(({ kind }) => kind));
  const times = points.flatMap(({ waits = 0 }) => (waits > 0 ? [waits] : []));
  return [
    ...(kinds.has('cut') ? [{ symbol: 'circle', text: 'with a maximum' } as const] : []),
    ...(kinds.has('natural') ? [{ symbol: 'diamond', text: 'natural end' } as const] : []),
    ...(kinds.has('waits') ? [{ symbol: 'number', number: Math.min(...times), text: 'so many Waits' } as const] : []),
    ...(points.some(({ interval }) => interval) ? [{ symbol: 'interval', text: '95% interval' } as const] : []),
  ].map((item) => ({ className: 'muted', ...item }));
}

/** Two strokes across the axis: what lies between 0 and the next tick is not to scale. */
function breakMarks(tokens: number, low: number): Plot.Markish[] {
  return [-3, 3].map((dx) =>
    Plot.text([{ tokens }], {
      className: 'muted',
      x: 'tokens',
      y: () => low,
      text: () => '/',
      dx,
      fontSize: 13,
      fill: 'currentColor',
      stroke: 'none',
    }),
  );
}

function intervalMarks({ points, published = false }: FigureSeries, index: number, x: XScale): Plot.Markish[] {
  return [
    Plot.ruleX(
      points.filter(({ interval }) => interval),
      {
        className: seriesClass(index, published),
        x: ({ tokens }: FigurePoint) => x.at(tokens),
        y1: ({ interval }: FigurePoint) => 100 * (interval?.low ?? 0),
        y2: ({ interval }: FigurePoint) => 100 * (interval?.high ?? 0),
        stroke: 'currentColor',
        strokeWidth: 2,
        strokeOpacity: published ? 0.25 : 0.38,
        strokeLinecap: 'round',
      },
    ),
  ];
}

function lineMarks({ points, published = false }: FigureSeries, index: number, x: XScale): Plot.Markish[] {
  // More series than colours: the second round is dashed.
  const repeats = index >= figureThemes.light.series.length;
  // Up to the natural end the line is one thing; past it, where mull tells the model to go on, it is another.
  const waits = points.findIndex(({ kind }) => kind === 'waits');
  const solid = waits < 0 ? points : points.slice(0, waits);
  const dotted = waits < 0 ? [] : points.slice(Math.max(0, waits - 1));
  const line = (own: readonly FigurePoint[], dash?: string): Plot.Markish =>
    Plot.line(own, {
      className: seriesClass(index, published),
      x: ({ tokens }: FigurePoint) => x.at(tokens),
      y: ({ accuracy }: FigurePoint) => 100 * accuracy,
      stroke: 'currentColor',
      strokeWidth: published ? 1.5 : 2,
      // Where the knob is not a bound, what lies between two settings is not known to lie between their points.
      ...(points.every(({ kind }) => kind === 'other') ? { strokeOpacity: 0.4 } : {}),
      strokeLinejoin: 'round',
      ...(dash === undefined ? {} : { strokeDasharray: dash }),
    });
  return [
    ...(solid.length > 1 ? [line(solid, published ? '6 4' : repeats ? '10 3' : undefined)] : []),
    ...(dotted.length > 1 ? [line(dotted, published ? '6 4' : '1.5 4')] : []),
  ];
}

function pointMarks({ points, published = false }: FigureSeries, index: number, x: XScale): Plot.Markish[] {
  const className = seriesClass(index, published);
  const of = (...kinds: FigurePoint['kind'][]): FigurePoint[] => points.filter(({ kind }) => kinds.includes(kind));
  const channels = {
    x: ({ tokens }: FigurePoint) => x.at(tokens),
    y: ({ accuracy }: FigurePoint) => 100 * accuracy,
    title: described,
    href: ({ href }: FigurePoint) => href,
    className,
  };
  const hollow = { stroke: 'currentColor', fill: 'var(--figure-background, #ffffff)' };
  return [
    Plot.dot(of('cut', 'other'), {
      ...channels,
      r: published ? markRadius - 1 : markRadius,
      fill: 'currentColor',
      stroke: 'none',
    }),
    Plot.dot(of('natural'), {
      ...channels,
      symbol: 'diamond2',
      r: published ? markRadius : markRadius + 1.5,
      fill: 'currentColor',
      stroke: 'none',
    }),
    Plot.dot(of('waits'), {
      ...channels,
      className: `${className} hollow`,
      r: waitRadius,
      strokeWidth: 1.75,
      ...hollow,
    }),
    Plot.text(of('waits'), {
      ...channels,
      text: ({ waits }: FigurePoint) => String(waits),
      fill: 'currentColor',
      stroke: 'none',
      fontSize: 10,
      fontWeight: 600,
      dy: 0.5,
      pointerEvents: 'none',
    }),
  ];
}

function described({ label, tokens, accuracy, interval, samples }: FigurePoint): string {
  const range = interval ? ` (${percentText(interval.low)} to ${percentText(interval.high)})` : '';
  const count = samples === undefined ? '' : `, ${numberText(samples)} samples`;
  return `${label}: ${percentText(accuracy)}${range} at ${numberText(Math.round(tokens))} tokens${count}`;
}

function shortened(name: string): string {
  return name.length > 40 ? `${name.slice(0, 39)}…` : name;
}
