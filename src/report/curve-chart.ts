import plot from 'simple-ascii-chart';
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

/** Accuracy against mean thinking tokens, one symbol per point, in at most the style's width. */
export function curveChart(series: readonly CurveSeries[], style: TextStyle): string[] {
  const { dot } = symbols(style);
  const placed = new Map<string, string>();
  for (const { role, points } of series) {
    for (const { meanThinkingTokens, accuracy, symbol = dot } of points) {
      placed.set(key(meanThinkingTokens, accuracy * 100), style.paint(role, symbol));
    }
  }
  const most = Math.max(...series.flatMap(({ points }) => points.map((point) => point.meanThinkingTokens)), 1);
  // The library sets the axis, its labels (`100%`) and one column of padding outside of the width it is given.
  const width = Math.max(24, Math.min(style.width, widest) - 8);
  // Two invisible corners make both axes begin at 0 and hold the ranges still.
  const frame: [number, number][] = [
    [0, 0],
    [most * 1.02, 100],
  ];
  const drawn = plot(
    [
      frame,
      ...series.map(({ points }) => points.map((p): [number, number] => [p.meanThinkingTokens, p.accuracy * 100])),
    ],
    {
      width,
      height: 13,
      yRange: [0, 100],
      customXAxisTicks: ticksUpTo(most, width),
      customYAxisTicks: [0, 25, 50, 75, 100],
      formatter: (value, { axis }) => (axis === 'y' ? `${value}%` : value),
      lineFormatter: ({ x, y, plotX, plotY }) => ({ x: plotX, y: plotY, symbol: placed.get(key(x, y)) ?? ' ' }),
      ...(style.unicode ? {} : { symbols: { axis: asciiAxis } }),
    },
  );
  return drawn
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
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
