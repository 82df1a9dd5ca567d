import type { Figures } from './measure-series.ts';

export interface RoundedFigures {
  /** Whole percent. */
  readonly control: string | null;
  /** Whole percentage points per doubling. */
  readonly scaling: string | null;
  /** Percent with one decimal. */
  readonly performance: string | null;
}

/** The three figures as the paper prints them: 40, -24, 40.0. */
export function roundedFigures(figures: Figures): RoundedFigures {
  return {
    control: rounded(figures.control?.value ?? null, 0),
    scaling: rounded(figures.scaling.value, 0),
    performance: rounded(figures.performance.value, 1),
  };
}

function rounded(value: number | null, decimals: number): string | null {
  // `-0.2` must not become `-0`.
  return value === null ? null : value.toFixed(decimals).replace(/^-(0(\.0*)?)$/, '$1');
}
