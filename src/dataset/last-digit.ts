import type { PebbleQuestion } from './pebble-question.ts';

/** The result of a running calculation modulo 10, exactly. */
export function lastDigit({ start, operations }: PebbleQuestion): number {
  let value = start;
  for (const { operator, operand } of operations) {
    // 10 is added before subtracting so that the remainder is never negative.
    if (operator === '+') value = (value + operand) % 10;
    else if (operator === '-') value = (value + 10 - operand) % 10;
    else value = (value * operand) % 10;
  }
  return value;
}
