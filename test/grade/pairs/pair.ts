import type { GradeOptions } from '../../../src/grade/options.ts';

/** Gold, answer, whether they are equal, and options where the verdict depends on them. */
export type Pair = readonly [gold: string, answer: string, equal: boolean, options?: GradeOptions];

/** Pairs by the name of the rule they were written for. */
export type PairTable = Readonly<Record<string, readonly Pair[]>>;
