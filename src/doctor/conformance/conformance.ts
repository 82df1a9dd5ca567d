import type { Counting } from '../../core/count.ts';
import type { ConformanceRow, ConformanceWay } from './conformance-row.ts';

/** What a probe is of, known before anything is asked. */
export interface ConformanceHead {
  /** The version of mull. */
  readonly mull: string;
  /** `http://gpu:8000/v1#Qwen3-8B` */
  readonly engine: string;
}

/** What it is about, known before anything is asked for. */
export interface ConformanceSubject extends ConformanceHead {
  readonly question: string;
  /** Tokens the model thinks by itself, one number per attempt. */
  readonly natural: readonly number[];
  readonly counting: Counting;
  /** Further requests at most, and tokens they can have written at most. */
  readonly requests: number;
  readonly tokens: number;
}

/** A way of use that the server does not offer, and how that is known. */
export interface MissingWay {
  readonly way: ConformanceWay;
  readonly how: string;
}

/** Everything a probe found. */
export interface Conformance extends ConformanceSubject {
  readonly rows: readonly ConformanceRow[];
  readonly missing: readonly MissingWay[];
  /** The way mull uses by itself. */
  readonly uses: ConformanceWay;
}

/** What happens during a probe, in this order. */
export type ConformanceEvent =
  /** Answers without a bound that come first, at most, and the tokens each can have. */
  | { readonly type: 'begin'; readonly head: ConformanceHead; readonly answers: number; readonly tokens: number }
  | { readonly type: 'subject'; readonly subject: ConformanceSubject }
  | { readonly type: 'row'; readonly row: ConformanceRow }
  | { readonly type: 'missing'; readonly missing: MissingWay }
  | { readonly type: 'finish'; readonly conformance: Conformance };
