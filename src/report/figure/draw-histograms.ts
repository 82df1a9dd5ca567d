import * as Plot from '@observablehq/plot';
import type { TokenFigures } from '../../eval/summary/run-summary.ts';
import { doublingTicks } from './doubling-ticks.ts';
import { figureDocument } from './figure-document.ts';
import { type FigureHead, headHeight, type LegendItem } from './figure-head.ts';
import { seriesClass } from './figure-theme.ts';
import { type FigureOptions, finishFigure } from './finish-figure.ts';
import { numberText } from './number-text.ts';
import { textWidth } from './text-width.ts';
import { tokenBins } from './token-bins.ts';

/** The thinking tokens of one setting. */
export interface HistogramRow {
  readonly name: string;
  readonly thinking: Pick<TokenFigures, 'counts' | 'mean' | 'median'>;
  /** The maximum that was asked for. */
  readonly max?: number;
  /** Which series of the figure beside it this is: its colour. */
  readonly series?: number;
}

const rowHeight = 46;
const rowGap = 10;
const labelSize = 12;

/**
 * How long the thinking was, setting by setting on one axis of doublings, as SVG. Each row is as high as its fullest
 * bin; the stroke is the mean, the broken line the maximum that was asked for.
 *
 * @param rows - at least one; rows without a sample are left out
 */
export function drawHistograms(rows: readonly HistogramRow[], options: Omit<FigureOptions, 'height'> = {}): string {
  const { width = 720 } = options;
  const filled = rows.filter(({ thinking }) => thinking.counts.length > 0);
  const legend: LegendItem[] = [
    { symbol: 'bar', className: 'series-0', text: 'samples' },
    { symbol: 'interval', className: 'text', text: 'mean' },
    ...(filled.some(({ max }) => max !== undefined)
      ? [{ symbol: 'limit', className: 'muted', text: 'maximum' } as const]
      : []),
  ];
  const head: FigureHead = { title: options.title, subtitle: options.subtitle, legend, width };
  const top = headHeight(head) + 14;
  const height = top + filled.length * (rowHeight + rowGap) + 44;
  const names = filled.map(({ name }) => (name.length > 28 ? `${name.slice(0, 27)}…` : name));
  const left = Math.min(width * 0.36, Math.max(...names.map((name) => textWidth(name, labelSize)), 40) + 24);
  const values = filled.flatMap(({ thinking, max = 0 }) => [
    thinking.counts[0]?.[0] ?? 0,
    thinking.counts.at(-1)?.[0] ?? 0,
    ...(max > 0 ? [max] : []),
  ]);
  const positive = values.filter((value) => value >= 1);
  const least = Math.min(...positive, ...(positive.length === 0 ? [1] : []));
  const most = Math.max(...positive, least * 2);
  const bins = filled.map(({ thinking }) => tokenBins(thinking.counts, [least, most]));
  const hasZero = bins.some(({ zero }) => zero > 0);
  const low = (bins[0]?.low ?? least) / (hasZero ? 2 ** Math.max(0.6, Math.log2(most / least) * 0.08) : 1);
  const domain: [number, number] = [low, bins[0]?.high ?? most];
  const budgets = filled.flatMap(({ max }) => (max === undefined ? [] : [max]));
  const ticks = doublingTicks([hasZero ? least : low, domain[1]], budgets, Math.floor((width - left) / 62));
  const place = (row: number, share: number): number => top + row * (rowHeight + rowGap) + rowHeight * (1 - share);
  const bars = bins.flatMap(({ bins: own, zero }, row) => {
    const fullest = Math.max(zero, ...own.map(({ count }) => count));
    const bar = (from: number, to: number, count: number): Bar => ({ row, from, to, share: count / fullest, count });
    return [
      ...(zero > 0 ? [bar(domain[0], domain[0] * 2 ** 0.25, zero)] : []),
      ...own.filter(({ count }) => count > 0).map(({ from, to, count }) => bar(from, to, count)),
    ];
  });
  const marker = (row: number, tokens: number): Marker => ({ row, tokens: Math.max(tokens, domain[0]) });
  const plot = Plot.plot({
    document: figureDocument(),
    width,
    height,
    marginLeft: left,
    marginRight: 24,
    marginTop: top,
    marginBottom: 44,
    style: { fontSize: '12px' },
    x: { type: 'log', base: 2, domain },
    y: { type: 'identity', axis: null },
    marks: [
      Plot.ruleY(filled, {
        className: 'grid',
        y: (_: HistogramRow, row: number) => place(row, 0),
        stroke: 'currentColor',
      }),
      Plot.axisX(hasZero ? [domain[0] * 2 ** 0.125, ...ticks] : ticks, {
        className: 'muted',
        color: 'currentColor',
        anchor: 'bottom',
        tickFormat: (tick: number) => (hasZero && tick < least * 0.99 ? '0' : numberText(tick)),
        tickSize: 5,
        tickPadding: 4,
        label: null,
      }),
      ...filled.map(({ series = 0 }, row) =>
        Plot.rect(
          bars.filter((bar) => bar.row === row),
          {
            className: seriesClass(series),
            x1: 'from',
            x2: 'to',
            y1: () => place(row, 0),
            y2: ({ share }: Bar) => place(row, share),
            fill: 'currentColor',
            fillOpacity: 0.75,
            insetLeft: 0.5,
            insetRight: 0.5,
            title: ({ from, to, count }: Bar) =>
              `${numberText(Math.round(from))} to ${numberText(Math.round(to))} tokens: ${count}`,
          },
        ),
      ),
      Plot.ruleX(
        filled.flatMap(({ max }, row) => (max === undefined || max < 1 ? [] : [marker(row, max)])),
        {
          className: 'muted',
          x: 'tokens',
          y1: ({ row }: Marker) => place(row, 0),
          y2: ({ row }: Marker) => place(row, 1.08),
          stroke: 'currentColor',
          strokeDasharray: '3 3',
        },
      ),
      Plot.ruleX(
        filled.map(({ thinking }, row) => marker(row, thinking.mean)),
        {
          className: 'text',
          x: 'tokens',
          y1: ({ row }: Marker) => place(row, 0),
          y2: ({ row }: Marker) => place(row, 1),
          stroke: 'currentColor',
          strokeWidth: 2,
          strokeLinecap: 'round',
        },
      ),
    ],
  });
  const texts = [
    ...names.map((name, row) => ({
      text: name,
      x: left - 12,
      y: place(row, 0.3),
      size: labelSize,
      anchor: 'end' as const,
      className: 'text',
    })),
    {
      text: 'Thinking tokens (log2 scale)',
      x: (left + width - 24) / 2,
      y: height - 11,
      size: 12,
      anchor: 'middle' as const,
      className: 'text',
    },
  ];
  const description = filled
    .map(({ name, thinking }) => `${name}: mean ${numberText(thinking.mean)}, median ${numberText(thinking.median)}`)
    .join('; ');
  return finishFigure(plot, { ...options, width, height, head, texts, description });
}

interface Bar {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  /** Of the fullest bin of its row. */
  readonly share: number;
  readonly count: number;
}

interface Marker {
  readonly row: number;
  readonly tokens: number;
}
