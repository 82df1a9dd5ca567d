/** Colours of a figure. */
export interface FigureTheme {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly published: string;
  /** Told apart by people with any colour vision, by lightness too, and legible as text on the background. */
  readonly series: readonly string[];
}

export type ThemeName = 'light' | 'dark';

/** Hues of Okabe and Ito (2008), darkened or lightened until they reach a contrast of 4.5 to the background. */
export const figureThemes: Readonly<Record<ThemeName, FigureTheme>> = {
  light: {
    background: '#ffffff',
    text: '#1c2126',
    muted: '#5b6570',
    grid: '#e6e9ec',
    published: '#6b7480',
    series: ['#0067a5', '#c14a00', '#007a5a', '#a8387f', '#7d6200', '#2e3f8f'],
  },
  dark: {
    background: '#14181d',
    text: '#e8ebee',
    muted: '#a0a9b3',
    grid: '#2b323a',
    published: '#8f99a5',
    series: ['#56b4f5', '#ff8f45', '#35c9a0', '#f08cc8', '#e3c23c', '#9aa9ff'],
  },
};

/** The colour of the n-th series, as a class: the style sheet of the figure gives it. */
export function seriesClass(index: number, published = false): string {
  return published ? 'published' : `series-${index % figureThemes.light.series.length}`;
}
