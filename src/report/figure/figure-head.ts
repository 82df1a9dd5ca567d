import { textWidth } from './text-width.ts';

/** A mark and what it means. */
export interface LegendItem {
  readonly symbol: 'circle' | 'diamond' | 'number' | 'interval' | 'line' | 'dashes' | 'bar' | 'limit';
  /** Gives the colour. */
  readonly className: string;
  readonly text: string;
  /** What stands in a `number`. */
  readonly number?: number;
}

/** What stands above the frame of a figure. */
export interface FigureHead {
  readonly title: string | undefined;
  readonly subtitle: string | undefined;
  readonly legend: readonly LegendItem[];
  /** Of the figure, in pixels. */
  readonly width: number;
}

/** A text at its place, in pixels; `y` is its middle. */
export interface FigureText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly weight?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly className: string;
}

export interface PlacedLegendItem extends LegendItem {
  readonly x: number;
  readonly y: number;
}

const left = 12;
const titleSize = 15;
const subtitleSize = 12.5;
export const legendSize = 12;
/** Room for a symbol before its text. */
export const symbolWidth = 22;

/** Lines of a text that is at most so many pixels wide; a word that is wider stands alone. */
function wrapped(text: string, size: number, weight: 'regular' | 'semibold', width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`, size, weight) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Where every part of a head stands, from the top of the figure down. */
export function layOutHead(head: FigureHead): { texts: FigureText[]; legend: PlacedLegendItem[]; height: number } {
  const { title, subtitle, width } = head;
  const room = width - 2 * left;
  const texts: FigureText[] = [];
  let y = 12;
  const write = (text: string | undefined, size: number, weight: 'regular' | 'semibold', className: string): void => {
    if (text === undefined) return;
    for (const line of wrapped(text, size, weight, room)) {
      texts.push({
        text: line,
        x: left,
        y: y + size * 0.7,
        size,
        weight: weight === 'semibold' ? 600 : 400,
        className,
      });
      y += size * 1.45;
    }
  };
  write(title, titleSize, 'semibold', 'text');
  write(subtitle, subtitleSize, 'regular', 'muted');
  const legend: PlacedLegendItem[] = [];
  let x = left;
  if (head.legend.length > 0) y += 8;
  for (const item of head.legend) {
    const itemWidth = symbolWidth + textWidth(item.text, legendSize);
    if (x > left && x + itemWidth > width - left) {
      x = left;
      y += legendSize * 1.6;
    }
    legend.push({ ...item, x, y: y + legendSize * 0.7 });
    x += itemWidth + 18;
  }
  if (head.legend.length > 0) y += legendSize * 1.5;
  return { texts, legend, height: y };
}

export function headHeight(head: FigureHead): number {
  return layOutHead(head).height;
}
