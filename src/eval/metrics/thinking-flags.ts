import { checkShare } from './check-option.ts';
import { type FallsFrom, fallsFrom } from './falls-from.ts';
import { pairedOutcomes } from './paired-outcomes.ts';
import type { Point } from './point.ts';
import { type SaturatesFrom, saturatesFrom } from './saturates-from.ts';
import { type TrendOptions, type TrendTest, trendTest } from './trend-test.ts';

export interface ThinkingFlags {
  /** Over all runs: 'flat' means that the slope is not shown to differ from 0, not that it is 0. */
  readonly slope: TrendTest & { readonly verdict: 'rises' | 'falls' | 'flat' };
  readonly saturates: SaturatesFrom;
  readonly falls: FallsFrom;
  /** Whether outcomes per question were there, so that the runs were compared question by question. */
  readonly paired: boolean;
  /** Each flag is a false alarm at most this often. */
  readonly level: number;
  /** Gains below this fraction count as none. */
  readonly margin: number;
}

export type FlagOptions = TrendOptions & {
  /** @default 0.05 */
  readonly level?: number;
  /** @default 0.05 */
  readonly margin?: number;
};

/** What a series shows beyond its figures, each flag with its test; undefined for fewer than two token counts. */
export function thinkingFlags(points: readonly Point[], options: FlagOptions = {}): ThinkingFlags | undefined {
  const { level = 0.05, margin = 0.05 } = options;
  checkShare('level', level);
  checkShare('margin', margin);
  const sorted = [...points].sort((a, b) => a.tokens - b.tokens);
  if (new Set(sorted.map((point) => point.tokens)).size < 2) return undefined;
  const slope = trendTest(sorted, options);
  const verdict = slope.different > level ? 'flat' : slope.rising < slope.falling ? 'rises' : 'falls';
  return {
    slope: { ...slope, verdict },
    saturates: saturatesFrom(sorted, options),
    falls: fallsFrom(sorted, options),
    paired: pairedOutcomes(sorted) !== undefined,
    level,
    margin,
  };
}
