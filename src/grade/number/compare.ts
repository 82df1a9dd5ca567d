import type { Rational } from './rational.ts';

/** Negative, zero or positive, as `left` is below, equal to or above `right`. */
export function compare(left: Rational, right: Rational): number {
  const difference =
    left.denominator === right.denominator
      ? left.numerator - right.numerator
      : left.numerator * right.denominator - right.numerator * left.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
