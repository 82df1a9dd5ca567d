import type { Accuracy } from '../metrics/accuracy.ts';
import type { Interval } from '../metrics/interval.ts';

/** One of two sides of a comparison, over the questions that both have. */
export interface ComparedSide {
  readonly run: string;
  readonly setting: string;
  readonly accuracy: Accuracy;
  /** Mean thinking tokens. */
  readonly tokens: number;
  readonly truncated: number;
  /** Questions that only this side has; they are left out. */
  readonly alone: number;
}

/** A question that one side does better on. */
export interface Flip {
  readonly question: string;
  /** Shares of right samples, from 0 to 1. */
  readonly first: number;
  readonly second: number;
}

/** Two settings over the same questions. Differences are second minus first. */
export interface Comparison {
  readonly first: ComparedSide;
  readonly second: ComparedSide;
  readonly questions: number;
  /** Questions of the same name but with another text or answer; they are left out. */
  readonly changed: number;
  /** Difference of the accuracies, a fraction, with its paired bootstrap interval over questions. */
  readonly difference: number;
  readonly interval: Interval;
  /** What the difference could have been had no answer been cut off. */
  readonly truncationRange: { readonly low: number; readonly high: number };
  /** Questions the second does better on, and worse, in the order they were asked. */
  readonly gained: readonly Flip[];
  readonly lost: readonly Flip[];
  readonly test: {
    readonly method: 'McNemar, exact' | 'sign flips per question';
    /** Two-sided; adjusted after Holm where several settings are compared at once. */
    readonly p: number;
    /** How many comparisons p is adjusted for. */
    readonly comparisons: number;
  };
  /** `better`: the second one; shown at 5 %. `unclear` does not say that they are equal. */
  readonly verdict: 'better' | 'worse' | 'unclear';
  /** Mean thinking tokens of the second divided by those of the first; null where the first did not think. */
  readonly tokenRatio: number | null;
  /** Whether both think about as long: within 5 %. */
  readonly equalTokens: boolean;
}
