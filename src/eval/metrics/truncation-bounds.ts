import { type Accuracy, accuracy } from './accuracy.ts';

export interface TruncationBounds {
  /** Every truncated answer counted wrong. */
  readonly lower: Accuracy;
  /** As it was graded. */
  readonly graded: Accuracy;
  /** Every truncated answer counted right. */
  readonly upper: Accuracy;
  readonly truncated: number;
}

/**
 * Between which accuracies the run would lie had nothing been cut off.
 *
 * An answer cut at its limit may be graded right by luck (the last number so far) or wrong for want of ten tokens;
 * what it would have become is unknown. The two bounds hold whatever that is. A wide gap says: raise the limit
 * before comparing.
 */
export function truncationBounds(
  answers: readonly { right: boolean; truncated: boolean }[],
  options: { confidence?: number } = {},
): TruncationBounds {
  const count = (matches: (answer: { right: boolean; truncated: boolean }) => boolean) =>
    accuracy(answers.filter(matches).length, answers.length, options);
  return {
    lower: count((answer) => answer.right && !answer.truncated),
    graded: count((answer) => answer.right),
    upper: count((answer) => answer.right || answer.truncated),
    truncated: answers.filter((answer) => answer.truncated).length,
  };
}
