import { drawSeed } from '../lockstep/draw-seed.ts';
import { lastDigit } from './last-digit.ts';
import { formatPebbleQuestion, type PebbleOperation } from './pebble-question.ts';

/** How many groups a question has: `main` two to five, `mixed` one to five, evenly. */
export type PebbleMix = 'main' | 'mixed';

/** A question of the bundled model's kind with its right answer. */
export interface DrawnQuestion {
  readonly text: string;
  readonly answer: number;
}

/**
 * Sizes 1 to 4 have the shares .12, .26, .35 and .27, as in the traces the model was fine-tuned on. Jumps of 3 and 4 are
 * what it often gets wrong.
 */
const sizeBounds: readonly number[] = [0.12, 0.38, 0.73, 1];
const operations: readonly Omit<PebbleOperation, 'label'>[] = [
  ...[1, 2, 3, 4, 5].map((operand) => ({ operator: '+' as const, operand })),
  ...[1, 2, 3, 4, 5].map((operand) => ({ operator: '-' as const, operand })),
  ...[2, 3].map((operand) => ({ operator: '*' as const, operand })),
];

/**
 * Draws a question. The same seed, index and mix always give the same question, on every machine and whatever else is
 * drawn.
 *
 * @param options.index - which question of the seed's unending list, from 0
 */
export function drawPebbleQuestion(options: { seed: number; index?: number; mix?: PebbleMix }): DrawnQuestion {
  const { seed, index = 0, mix = 'main' } = options;
  const below = randomStream(drawSeed(seed, index));
  const start = Math.floor(below(10));
  const fewest = mix === 'main' ? 2 : 1;
  const groups = fewest + Math.floor(below(6 - fewest));
  const drawn: PebbleOperation[] = [];
  for (const letter of 'abcde'.slice(0, groups)) {
    const random = below(1);
    const size = 1 + sizeBounds.findIndex((bound) => random < bound);
    for (let step = 1; step <= size; step += 1) {
      drawn.push({ label: `${letter}${step}`, ...operations[Math.floor(below(operations.length))]! });
    }
  }
  const question = { start, operations: drawn };
  return { text: formatPebbleQuestion(question), answer: lastDigit(question) };
}

/** Numbers from 0 up to but not including a bound, in the order they are asked for. */
function randomStream(seed: number): (bound: number) => number {
  let n = 0;
  return (bound) => {
    const random = drawSeed(seed, n) / 2 ** 32;
    n += 1;
    return random * bound;
  };
}
