import type { Warning } from '../core/warning.ts';

/** A budget with every default filled in and the maximum fitted to the context. */
export interface EffectiveBudget {
  /** Most thinking tokens. */
  readonly max: number;
  /** What the caller wrote for `max`, or what its effort or `total` leave; undefined when the context alone bounds it. */
  readonly askedMax: number | 'auto' | undefined;
  readonly min: number;
  readonly waits: number;
  readonly message: string | readonly string[];
  readonly finish: string;
  readonly grace: number;
  readonly loop: 'end' | 'ignore';
  /** Tokens kept for the answer, `finish` included; the most it may have where there is no `total`. */
  readonly answer: number;
  /** Most tokens of thinking and answer together, where the answer may have what thinking leaves of them. */
  readonly total: number | undefined;
  /** Seconds until thinking is cut; infinite when not asked for. */
  readonly seconds: number;
  readonly warnings: readonly Warning[];
}
