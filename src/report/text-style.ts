/** What a piece of text is; how it looks is up to the terminal it is printed on. */
export type Role =
  | 'heading'
  | 'thinking'
  | 'forced'
  | 'answer'
  | 'faint'
  | 'good'
  | 'bad'
  | 'warning'
  | 'error'
  | 'first-series'
  | 'second-series';

/** Everything a report needs to know of the place it is shown on. */
export interface TextStyle {
  /** Columns that may be filled; infinite where lines are not wrapped. */
  readonly width: number;
  /** Whether symbols outside of ASCII can be shown. */
  readonly unicode: boolean;
  readonly paint: (role: Role, text: string) => string;
}

/** No colour, no wrapping. */
export const plainStyle: TextStyle = { width: Number.POSITIVE_INFINITY, unicode: true, paint: (_, text) => text };

interface Symbols {
  readonly separator: string;
  readonly gutter: string;
  readonly dot: string;
  readonly diamond: string;
  readonly dash: string;
  readonly warning: string;
  readonly right: string;
  readonly wrong: string;
  readonly remedy: string;
}

/** The symbols that reports are made of. */
export function symbols(style: Pick<TextStyle, 'unicode'>): Symbols {
  return style.unicode ? unicodeSymbols : asciiSymbols;
}

const unicodeSymbols: Symbols = {
  separator: ' · ',
  gutter: '│ ',
  dot: '●',
  diamond: '◆',
  dash: '–',
  warning: '▲',
  right: '✓',
  wrong: '✗',
  remedy: '→',
};

const asciiSymbols: Symbols = {
  separator: ', ',
  gutter: '| ',
  dot: 'o',
  diamond: '*',
  dash: '-',
  warning: '!',
  right: '+',
  wrong: 'x',
  remedy: '>',
};
