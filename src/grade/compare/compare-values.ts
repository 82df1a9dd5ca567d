import { type Complex, complex, isFiniteValue } from '../number/complex.ts';
import { equals, type Rational, toNumber } from '../number/rational.ts';
import { key } from '../tree/key.ts';
import { names } from '../tree/names.ts';
import type { Node } from '../tree/node.ts';
import { evaluate, type Point } from './evaluate.ts';
import { exact } from './exact.ts';
import { type Context, different, equal, type Outcome } from './outcome.ts';
import { roundingOf } from './rounding.ts';
import { close, sample } from './sample.ts';

/** Fewest sample points that count as evidence. */
const enough = 3;

/** Compares two expressions as values: exactly if both are rational, as doubles, or at sample points. */
export function compareValues(left: Node, right: Node, context: Context): Outcome {
  const [first, second] = [exact(left, context.budget), exact(right, context.budget)];
  if (first !== undefined && second !== undefined) return compareRationals(left, right, first, second, context);
  // The signs of numbers with known values are cheaper to compare than their keys.
  if (names(left).size === 0 && names(right).size === 0) return compareClosed(left, right, first, second, context);
  return compareSampled(left, right, context);
}

function compareRationals(left: Node, right: Node, first: Rational, second: Rational, context: Context): Outcome {
  if (equals(first, second)) return equal('exact rational');
  return nearby(left, right, toNumber(first), toNumber(second), context) ?? different();
}

function compareClosed(
  left: Node,
  right: Node,
  first: Rational | undefined,
  second: Rational | undefined,
  context: Context,
): Outcome {
  const a = first === undefined ? constant(left, context) : complex(toNumber(first));
  const b = second === undefined ? constant(right, context) : complex(toNumber(second));
  // A number beyond the range of doubles cannot be told from another one.
  if (a === undefined || b === undefined || !isFiniteValue(a) || !isFiniteValue(b)) {
    return unevaluated(left, right, context);
  }
  if (close(a, b)) return equal('numerically, within 1e-9');
  return (a.im === 0 && b.im === 0 ? nearby(left, right, a.re, b.re, context) : undefined) ?? different();
}

function constant(node: Node, context: Context): Complex | undefined {
  const point: Point = { values: new Map(), budget: context.budget, leftReals: false };
  return evaluate(node, point);
}

/** Rounded decimals and tolerances that were asked for. */
function nearby(left: Node, right: Node, first: number, second: number, context: Context): Outcome | undefined {
  const { decimals, tolerance } = context.settings;
  const difference = Math.abs(first - second);
  if (tolerance > 0 && difference <= tolerance * (1 + 1e-9)) return equal(`within ${tolerance}`);
  if (decimals === 'exact') return undefined;
  if (decimals !== 'rounded') {
    const scale = 10 ** decimals;
    const same = difference * scale <= 0.5 || Math.round(first * scale) === Math.round(second * scale);
    return same && Number.isFinite(first * scale) ? equal(`to ${decimals} decimals`) : undefined;
  }
  const rounded = roundingOf(left, second, context.budget) ?? roundingOf(right, first, context.budget);
  if (rounded === undefined) return undefined;
  context.rules.add('rounded-decimal');
  return equal(rounded);
}

function compareSampled(left: Node, right: Node, context: Context): Outcome {
  let points = 0;
  for (const pair of sample(left, right, context.budget)) {
    if (!close(pair.left, pair.right)) return different();
    points++;
  }
  return points >= enough ? equal(`${points} sample points`) : unevaluated(left, right, context);
}

/** Where there are no values, only the form is left to compare. */
function unevaluated(left: Node, right: Node, context: Context): Outcome {
  if (key(left) === key(right)) return equal('same form');
  return different(context.budget.spent ? 'step limit' : 'no values to compare');
}
