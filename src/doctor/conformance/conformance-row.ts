import type { WayName } from '../../adapter/http/way-name.ts';
import type { Counting } from '../../core/count.ts';

/**
 * What is asked of the thinking.
 *
 * `max`, `min`: so many tokens · `off`: none at all · `effort`: more at a high effort than at a low one · `waits`: so
 * many suppressed ends · `begun`: to go on from the first half of the model's own text
 */
export type ConformanceBound = 'max' | 'min' | 'off' | 'effort' | 'waits' | 'begun';

/**
 * What came of it.
 *
 * `held` · `exceeded`: more than the maximum, and less than without it · `short`: less than the minimum, and more than
 * without it · `ignored`: accepted, and nothing changed · `refused`: not accepted · `unknown`: it could not be told
 */
export type ConformanceVerdict = 'held' | 'exceeded' | 'short' | 'ignored' | 'refused' | 'unknown';

/**
 * `fields`, `begun`: raw requests with fields of the server's own, or with a message to go on from; else mull, by one of
 * its ways of use.
 */
export type ConformanceWay = 'fields' | 'begun' | WayName | 'none';

/** One thing that was asked of a server or an engine, and what happened. */
export interface ConformanceRow {
  readonly way: ConformanceWay;
  readonly bound: ConformanceBound;
  /** Thinking tokens, or Waits; undefined where the bound is no number. */
  readonly asked: number | undefined;
  /** How it was asked for: `thinking_token_budget`, `cut by mull`. */
  readonly how: string;
  /** Hosts that document this field; empty where mull forces it. */
  readonly hosts: string;
  /** Thinking tokens, or Waits; for an effort those at low and at high; empty where nothing came. */
  readonly happened: readonly number[];
  readonly counting: Counting | undefined;
  readonly verdict: ConformanceVerdict;
  /** What else was seen, or the words of a refusal. */
  readonly remark?: string;
}
