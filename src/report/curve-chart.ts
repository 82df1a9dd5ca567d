import plot from 'simple-ascii-chart';
import { doublingTicks } from './figure/doubling-ticks.ts';
import { numberText } from './figure/number-text.ts';
import { symbols, type TextStyle } from './text-style.ts';

/** One measured setting: accuracy from 0 to 1 at a mean number of thinking tokens. */
interface CurvePoint {
  readonly meanThinkingTokens: number;
  readonly accuracy: number;
  /** One character shown in place of the series' own symbol. */
  readonly symbol?: string;
}

export interface CurveSeries {
  readonly role: 'first-series' | 'second-series';
  readonly points: readonly CurvePoint[];
}

/** A chart wider than this is harder to read, not easier. */
const widest = 72;

/** How the axis of tokens runs. */
export interface CurveAxis {
  /** `log2`: each doubling takes as much room as the next. @default 'linear', from 0 */
  readonly scale?: 'linear' | 'log2';
  /** Maxima that were asked for: where an axis of doublings has its ticks. */
  readonly budgets?: readonly number[];
}

/** Accuracy against mean thinking tokens, one symbol per point, in at most the style's width. */
export function curveChart(series: readonly CurveSeries[], style: TextStyle, axis: CurveAxis = {}): string[] {
  const { dot } = symbols(style);
  // The library sets the axis, its labels (`100%`) and one column of padding outside of the width it is given.
  const width = Math.max(24, Math.min(style.width, widest) - 8);
  const tokens = series.flatMap(({ points }) => points.map((point) => point.meanThinkingTokens));
  const scale = axis.scale === 'log2' ? doublingScale(tokens, axis.budgets ?? [], width) : linearScale(tokens, width);
  const placed = new Map<string, string>();
  for (const { role, points } of series) {
    for (const { meanThinkingTokens, accuracy, symbol = dot } of points) {
      placed.set(key(scale.at(meanThinkingTokens), accuracy * 100), style.paint(role, symbol));
    }
  }
  // Two invisible corners hold the ranges still.
  const frame: [number, number][] = [
    [scale.low, 0],
    [scale.high, 100],
  ];
  const drawn = plot(
    [
      frame,
      ...series.map(({ points }) =>
        points.map((p): [number, number] => [scale.at(p.meanThinkingTokens), p.accuracy * 100]),
      ),
    ],
    {
      width,
      height: 13,
      yRange: [0, 100],
      customXAxisTicks: scale.ticks,
      customYAxisTicks: [0, 25, 50, 75, 100],
      formatter: (value, { axis: which }) => (which === 'y' ? `${value}%` : scale.format(value)),
      lineFormatter: ({ x, y, plotX, plotY }) => ({ x: plotX, y: plotY, symbol: placed.get(key(x, y)) ?? ' ' }),
      ...(style.unicode ? {} : { symbols: { axis: asciiAxis } }),
    },
  );
  return drawn
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

/** Where tokens stand on the horizontal axis, in its own unit. */
interface TokenScale {
  readonly low: number;
  readonly high: number;
  readonly ticks: number[];
  readonly at: (tokens: number) => number;
  readonly format: (tick: number) => number | string;
}

function linearScale(tokens: readonly number[], width: number): TokenScale {
  const most = Math.max(...tokens, 1);
  const ticks = ticksUpTo(most, width);
  return { low: 0, high: most * 1.02, ticks, at: (value) => value, format: (tick) => tick };
}

function doublingScale(tokens: readonly number[], budgets: readonly number[], width: number): TokenScale {
  const positive = tokens.filter((value) => value >= 1);
  const least = Math.min(...positive, ...(positive.length === 0 ? [1] : []));
  const most = Math.max(...positive, least * 2);
  const hasZero = positive.length < tokens.length;
  // No tokens at all have no logarithm; they stand a doubling before the fewest.
  const zero = Math.log2(least) - 1;
  const ticks = doublingTicks([least * 0.99, most * 1.02], budgets, Math.floor(width / 9)).map(Math.log2);
  return {
    low: hasZero ? zero : Math.log2(least * 0.99),
    high: Math.log2(most * 1.02),
    ticks: hasZero ? [zero, ...ticks] : ticks,
    at: (value) => (value >= 1 ? Math.log2(value) : zero),
    format: (tick) => (hasZero && tick === zero ? '0' : numberText(Math.round(2 ** tick))),
  };
}

const asciiAxis = { n: '^', ns: '|', y: '+', nse: '+', x: '+', we: '-', e: '>' };

function key(x: number, y: number): string {
  return `${x} ${y}`;
}

/** Round numbers from 0 to the largest value, far enough apart to be read. */
function ticksUpTo(most: number, width: number): number[] {
  const rough = most / Math.max(2, Math.floor(width / 9));
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * magnitude).find((size) => size >= rough)!;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
}
