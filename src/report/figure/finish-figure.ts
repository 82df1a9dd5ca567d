import {
  type FigureHead,
  type FigureText,
  layOutHead,
  legendSize,
  type PlacedLegendItem,
  symbolWidth,
} from './figure-head.ts';
import { type FigureTheme, figureThemes, type ThemeName } from './figure-theme.ts';

/** How a figure is drawn. */
export interface FigureOptions {
  readonly title?: string | undefined;
  readonly subtitle?: string | undefined;
  /** In pixels. @default 720 */
  readonly width?: number | undefined;
  /** In pixels. @default 440 */
  readonly height?: number | undefined;
  /**
   * `auto`: light, and dark where the reader's system is; `page`: no colours of its own background, the page's style
   * sheet gives them. @default 'auto'
   */
  readonly theme?: ThemeName | 'auto' | 'page' | undefined;
}

interface Finish extends FigureOptions {
  readonly width: number;
  readonly height: number;
  readonly head: FigureHead;
  readonly texts: readonly FigureText[];
  /** The figure in words, for those who cannot see it. */
  readonly description: string;
}

const namespace = 'http://www.w3.org/2000/svg';

/** A drawn plot with its head, texts and colours, as the text of an SVG file. */
export function finishFigure(plot: Element, options: Finish): string {
  const { width, height, theme = 'auto', title, description } = options;
  const { document } = { document: plot.ownerDocument };
  const colours = figureThemes[theme === 'dark' ? 'dark' : 'light'];
  // What the library says about its look in a style sheet is for pages of its own, and unknown to other renderers.
  for (const style of plot.querySelectorAll('style')) style.remove();
  const element = (name: string, attributes: Readonly<Record<string, string | number>>, text?: string): Element => {
    const made = document.createElementNS(namespace, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    if (text !== undefined) made.textContent = text;
    return made;
  };
  for (const name of ['style', 'fill', 'text-anchor', 'class', 'aria-label', 'aria-description'])
    plot.removeAttribute(name);
  for (const [name, value] of Object.entries({
    xmlns: namespace,
    class: 'mull-figure',
    viewBox: `0 0 ${width} ${height}`,
    'font-family': 'Inter, "Helvetica Neue", Arial, sans-serif',
    role: theme === 'page' ? 'group' : 'img',
    color: colours.text,
    fill: 'currentColor',
    'text-anchor': 'middle',
  })) {
    plot.setAttribute(name, value);
  }
  const { texts, legend } = layOutHead(options.head);
  const front = [
    element('title', {}, title ?? 'Accuracy against mean thinking tokens'),
    element('desc', {}, description),
    ...(theme === 'auto' ? [element('style', {}, darkSheet())] : []),
    ...(theme === 'page'
      ? []
      : [element('rect', { class: 'background', width, height, fill: 'currentColor', color: colours.background })]),
  ];
  plot.prepend(...front);
  for (const item of legend) plot.append(...legendParts(item, element));
  for (const { text, x, y, size, weight = 400, anchor = 'start', className } of [...texts, ...options.texts]) {
    plot.append(
      element(
        'text',
        {
          class: className,
          x: round(x),
          y: round(y),
          dy: '0.35em',
          'font-size': size,
          'font-weight': weight,
          'text-anchor': anchor,
        },
        text,
      ),
    );
  }
  paint(plot, colours);
  return `${plot.outerHTML}\n`;
}

/** Colours as attributes, so that every renderer shows them; a style sheet can override them by class. */
function paint(plot: Element, colours: FigureTheme): void {
  for (const part of plot.querySelectorAll('[class]')) {
    const names = (part.getAttribute('class') ?? '').split(' ');
    const colour = names.map((name) => colourOf(name, colours)).find((found) => found !== undefined);
    if (colour === undefined) continue;
    part.setAttribute('color', colour);
    // Said again at every part: some renderers take an inherited currentColor for the colour further up.
    if (!part.hasAttribute('fill')) part.setAttribute('fill', 'currentColor');
    if (names.includes('hollow')) part.setAttribute('fill', colours.background);
  }
}

function colourOf(name: string, colours: FigureTheme): string | undefined {
  const [, index] = /^series-(\d+)$/.exec(name) ?? [];
  if (index !== undefined) return colours.series[Number(index)];
  if (name === 'text' || name === 'muted' || name === 'grid' || name === 'published') return colours[name];
  return undefined;
}

function darkSheet(): string {
  const { background, text, muted, grid, published, series } = figureThemes.dark;
  const rules = [
    ['', `color:${text}`],
    [' .background', `color:${background}`],
    [' .text', `color:${text}`],
    [' .muted', `color:${muted}`],
    [' .grid', `color:${grid}`],
    [' .published', `color:${published}`],
    [' .hollow', `fill:${background}`],
    ...series.map((colour, i) => [` .series-${i}`, `color:${colour}`]),
  ].map(([selector, rule]) => `.mull-figure${selector}{${rule}}`);
  return `@media (prefers-color-scheme:dark){${rules.join('')}}`;
}

function legendParts(
  { symbol, className, text, number, x, y }: PlacedLegendItem,
  element: (name: string, attributes: Readonly<Record<string, string | number>>, text?: string) => Element,
): Element[] {
  const middle = x + 7;
  const mark = { class: className, fill: 'currentColor' };
  const line = { class: className, stroke: 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round' };
  const drawn: Readonly<Record<PlacedLegendItem['symbol'], () => Element[]>> = {
    circle: () => [element('circle', { ...mark, cx: middle, cy: round(y), r: 4.5 })],
    diamond: () => [element('path', { ...mark, d: `M${middle},${round(y - 6)}l6,6l-6,6l-6,-6z` })],
    number: () => [
      element('circle', {
        class: `${className} hollow`,
        stroke: 'currentColor',
        'stroke-width': 1.5,
        cx: middle,
        cy: round(y),
        r: 7,
      }),
      element(
        'text',
        { ...mark, x: middle, y: round(y), dy: '0.35em', 'font-size': 10, 'font-weight': 600, 'text-anchor': 'middle' },
        String(number ?? ''),
      ),
    ],
    interval: () => [
      element('line', { ...line, 'stroke-opacity': 0.5, x1: middle, x2: middle, y1: round(y - 7), y2: round(y + 7) }),
    ],
    line: () => [element('line', { ...line, x1: x, x2: x + 15, y1: round(y), y2: round(y) })],
    dashes: () => [
      element('line', {
        ...line,
        'stroke-width': 1.5,
        'stroke-dasharray': '5 4',
        x1: x,
        x2: x + 15,
        y1: round(y),
        y2: round(y),
      }),
    ],
    limit: () => [
      element('line', {
        ...line,
        'stroke-width': 1,
        'stroke-dasharray': '3 3',
        x1: middle,
        x2: middle,
        y1: round(y - 7),
        y2: round(y + 7),
      }),
    ],
    bar: () => [element('rect', { ...mark, x: x + 2, y: round(y - 5), width: 11, height: 10 })],
  };
  return [
    ...drawn[symbol](),
    element(
      'text',
      {
        class: symbol === 'line' || symbol === 'dashes' ? className : 'muted',
        x: x + symbolWidth,
        y: round(y),
        dy: '0.35em',
        'font-size': legendSize,
        'text-anchor': 'start',
      },
      text,
    ),
  ];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
