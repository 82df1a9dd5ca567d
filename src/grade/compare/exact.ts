import { limits } from '../limits.ts';
import { compare } from '../number/compare.ts';
import {
  add,
  divide,
  exactRoot,
  floor,
  greatestCommonDivisor,
  isInteger,
  multiply,
  negate,
  one,
  power,
  type Rational,
  rational,
  toNumber,
  zero,
} from '../number/rational.ts';
import type { Node } from '../tree/node.ts';
import type { Budget } from './budget.ts';

/** Values of the letters that are bound around a node. */
export type Bindings = ReadonlyMap<string, Rational>;

const none: Bindings = new Map();

/** The rational number a node stands for, if it is one and within the limits. */
export function exact(node: Node, budget: Budget, bindings: Bindings = none): Rational | undefined {
  if (!budget.step()) return undefined;
  const value = (part: Node): Rational | undefined => exact(part, budget, bindings);
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'name':
      return bindings.get(node.name);
    case 'negation': {
      const of = value(node.of);
      return of && negate(of);
    }
    case 'sum':
      return fold(node.terms, zero, add, value);
    case 'product':
      return fold(node.factors, one, multiply, value);
    case 'quotient':
      return both(node.numerator, node.denominator, divide, value);
    case 'power':
      return both(node.base, node.exponent, power, value);
    case 'root':
      return exactRootOf(node.of, node.index, value);
    case 'percent': {
      const part = value(node.value);
      return part && divide(part, hundred);
    }
    case 'based':
      return basedValue(node.digits, node.base);
    case 'ratio':
      return node.terms.length === 2 ? both(node.terms[0]!, node.terms[1]!, divide, value) : undefined;
    case 'series':
      return series(node, budget, bindings, value);
    case 'call':
      return exactCall(node.name, node.arguments, value);
    default:
      return undefined;
  }
}

const hundred: Rational = { numerator: 100n, denominator: 1n };

type Value = (part: Node) => Rational | undefined;
type Operation = (left: Rational, right: Rational) => Rational | undefined;

function fold(parts: readonly Node[], start: Rational, operation: Operation, value: Value): Rational | undefined {
  let result: Rational | undefined;
  for (const part of parts) {
    const next = value(part);
    if (next === undefined) return undefined;
    result = result === undefined ? next : operation(result, next);
    if (result === undefined) return undefined;
  }
  return result ?? start;
}

function both(left: Node, right: Node, operation: Operation, value: Value): Rational | undefined {
  const first = value(left);
  if (first === undefined) return undefined;
  const second = value(right);
  return second && operation(first, second);
}

function exactRootOf(of: Node, index: Node | undefined, value: Value): Rational | undefined {
  const radicand = value(of);
  const degree = index === undefined ? two : value(index);
  if (radicand === undefined || degree === undefined || !isInteger(degree)) return undefined;
  const times = Number(degree.numerator);
  if (times < 1 || times > 64) return undefined;
  const numerator = exactRoot(radicand.numerator, times);
  const denominator = exactRoot(radicand.denominator, times);
  return numerator === undefined || denominator === undefined ? undefined : rational(numerator, denominator);
}

const two: Rational = { numerator: 2n, denominator: 1n };

/** The number that digits write in a base; undefined where they are too many. */
export function basedValue(digits: string, base: number): Rational | undefined {
  if (digits.length > 500) return undefined;
  let value = 0n;
  for (const digit of digits) value = value * BigInt(base) + BigInt(Number.parseInt(digit, 36));
  return rational(value);
}

function series(
  node: Extract<Node, { kind: 'series' }>,
  budget: Budget,
  bindings: Bindings,
  value: Value,
): Rational | undefined {
  const [from, to] = [value(node.from), value(node.to)];
  if (from === undefined || to === undefined || !isInteger(from) || !isInteger(to)) return undefined;
  if (to.numerator - from.numerator >= BigInt(limits.series)) return undefined;
  let total = node.operator === 'sum' ? zero : one;
  const inner = new Map(bindings);
  for (let index = from.numerator; index <= to.numerator; index++) {
    inner.set(node.variable, { numerator: index, denominator: 1n });
    const term = exact(node.body, budget, inner);
    const next = term && (node.operator === 'sum' ? add(total, term) : multiply(total, term));
    if (next === undefined) return undefined;
    total = next;
  }
  return total;
}

function exactCall(name: string, parts: readonly Node[], value: Value): Rational | undefined {
  const [first, second] = parts;
  if (first === undefined) return undefined;
  switch (name) {
    case 'factorial':
    case 'double-factorial': {
      const n = small(value(first), limits.factorial);
      return n === undefined ? undefined : factorial(n, name === 'factorial' ? 1 : 2);
    }
    case 'binomial':
      return second && binomial(small(value(first), limits.factorial), small(value(second), limits.factorial));
    case 'abs': {
      const of = value(first);
      return of && (of.numerator < 0n ? negate(of) : of);
    }
    case 'floor':
    case 'ceil': {
      const of = value(first);
      if (of === undefined) return undefined;
      return rational(name === 'floor' ? floor(of) : -floor(negate(of)));
    }
    case 'gcd':
    case 'lcm':
      return fold(parts, zero, name === 'gcd' ? divisor : multiple, value);
    case 'max':
      return fold(parts, zero, (left, right) => (compare(left, right) >= 0 ? left : right), value);
    case 'min':
      return fold(parts, zero, (left, right) => (compare(left, right) <= 0 ? left : right), value);
    case 'mod':
      return second && both(first, second, modulo, value);
    case 'log':
      return second && both(first, second, exactLogarithm, value);
    default:
      return undefined;
  }
}

/** 8 to the base 2 is 3; only for logarithms that are whole. */
function exactLogarithm(of: Rational, base: Rational): Rational | undefined {
  if (of.numerator <= 0n || base.numerator <= 1n || !isInteger(base)) return undefined;
  const guess = Math.round(Math.log(toNumber(of)) / Math.log(toNumber(base)));
  const exponent = Number.isFinite(guess) ? rational(BigInt(guess)) : undefined;
  const raised = exponent && power(base, exponent);
  return raised !== undefined && compare(raised, of) === 0 ? exponent : undefined;
}

function small(value: Rational | undefined, most: number): number | undefined {
  if (value === undefined || !isInteger(value) || value.numerator < 0n || value.numerator > BigInt(most))
    return undefined;
  return Number(value.numerator);
}

function factorial(n: number, step: number): Rational | undefined {
  let result = 1n;
  for (let factor = n; factor > 1; factor -= step) result *= BigInt(factor);
  return rational(result);
}

function binomial(n: number | undefined, k: number | undefined): Rational | undefined {
  if (n === undefined || k === undefined) return undefined;
  if (k > n) return zero;
  let result = 1n;
  for (let index = 1; index <= k; index++) result = (result * BigInt(n - k + index)) / BigInt(index);
  return rational(result);
}

function divisor(left: Rational, right: Rational): Rational | undefined {
  if (!isInteger(left) || !isInteger(right) || tooLong(left) || tooLong(right)) return undefined;
  return rational(greatestCommonDivisor(left.numerator, right.numerator));
}

function multiple(left: Rational, right: Rational): Rational | undefined {
  const common = divisor(left, right);
  if (common === undefined || common.numerator === 0n) return common;
  const product = multiply(left, right);
  return product && divide(product.numerator < 0n ? negate(product) : product, common);
}

function modulo(left: Rational, right: Rational): Rational | undefined {
  if (!isInteger(left) || !isInteger(right) || right.numerator === 0n) return undefined;
  const rest = left.numerator % right.numerator;
  return rational(rest < 0n ? rest + (right.numerator < 0n ? -right.numerator : right.numerator) : rest);
}

function tooLong(value: Rational): boolean {
  const bound = 1n << BigInt(limits.fractionBits);
  return value.numerator > bound || value.numerator < -bound;
}
