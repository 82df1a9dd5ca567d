import type { Warning } from '../core/warning.ts';

/** A budget with every default filled in and the maximum fitted to the context. */
export interface EffectiveBudget {
  /** Most thinking tokens. */
  readonly max: number;
  /** What the caller wrote for `max`, or what its effort stands for; undefined when the context alone bounds it. */
  readonly askedMax: number | 'auto' | undefined;
  readonly min: number;
  readonly waits: number;
  readonly message: string | readonly string[];
  readonly finish: string;
  readonly grace: number;
  readonly loop: 'end' | 'ignore';
  /** Most tokens of the answer, `finish` included. */
  readonly answer: number;
  /** Seconds until thinking is cut; infinite when not asked for. */
  readonly seconds: number;
  readonly warnings: readonly Warning[];
}
