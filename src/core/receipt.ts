import type { Counting } from './count.ts';
import type { Effort } from './effort.ts';
import type { ThinkingFormat } from './thinking-format.ts';
import type { EngineUsage } from './usage.ts';
import type { Warning } from './warning.ts';

/**
 * What ended the thinking.
 *
 * `model`: it ended by itself · `max`, `time`, `context`: a bound · `loop`: it repeated itself · `user`: "answer now" ·
 * `tool`: it called a tool · `settled`: a strategy saw that its answer would not change any more · `none`: there was no
 * thinking to end.
 */
export type EndedBy = 'model' | 'max' | 'time' | 'loop' | 'user' | 'context' | 'tool' | 'settled' | 'none';

/** One bound of a budget: what was asked, what was tried, what happened, and whether it held. */
export interface Bound {
  /** As the caller wrote it; undefined when not asked for. */
  readonly asked: number | 'auto' | undefined;
  /** What was enforced, after clamping to the context. */
  readonly effective: number;
  readonly happened: number;
  /** Who enforced it; `nobody` where it was not asked for. */
  readonly by: 'mull' | 'engine' | 'nobody';
  readonly verdict: 'held' | 'exceeded' | 'short' | 'unknown';
}

/** The proof of a run: what was asked, what happened and who enforced it. */
export interface Receipt {
  readonly bounds: {
    /** In thinking tokens: sampled and appended ones. */
    readonly max: Bound;
    /** In sampled thinking tokens. */
    readonly min: Bound;
    /** In suppressed ends of thinking. */
    readonly waits: Bound;
  };
  /** Where an effort was asked for: mull made a maximum of it, or the engine was told it and did with it what it does. */
  readonly effort?: { readonly asked: Effort; readonly by: 'mull' | 'engine' };
  /** Sampled and appended tokens inside thinking, delimiters not counted (rule 1). */
  readonly thinkingTokens: number;
  /** Tokens of the answer, `finish` included. */
  readonly answerTokens: number;
  /** Everything mull appended after the prompt, delimiters included. */
  readonly forcedTokens: number;
  readonly counting: Counting;
  readonly endedBy: EndedBy;
  readonly usage: EngineUsage;
  readonly warnings: readonly Warning[];
  /** The engine that ran it, `pocket:pebble`. */
  readonly engine: string;
  readonly seed: number;
  /** Which delimiters were used and how they were found. */
  readonly format: Pick<ThinkingFormat, 'name' | 'open' | 'close' | 'foundBy'>;
}
