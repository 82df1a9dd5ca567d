import { limits } from '../limits.ts';
import {
  add,
  asInteger,
  type Complex,
  complex,
  divide,
  isFiniteValue,
  multiply,
  negate,
  power,
  real,
  squareRoot,
} from '../number/complex.ts';
import { toNumber } from '../number/rational.ts';
import type { Node } from '../tree/node.ts';
import type { Budget } from './budget.ts';
import { evaluateCall, hashed } from './evaluate-call.ts';
import { basedValue, exact } from './exact.ts';

/** Where a tree is evaluated: values of its letters, and what was noticed on the way. */
export interface Point {
  readonly values: Map<string, Complex>;
  readonly budget: Budget;
  /** A root or logarithm of a real number was not real: real-valued rules say nothing here. */
  leftReals: boolean;
}

/** The value of a tree at a point; undefined where it has none, or none within the limits. */
export function evaluate(node: Node, point: Point): Complex | undefined {
  if (!point.budget.step()) return undefined;
  const result = compute(node, point);
  return result !== undefined && isFiniteValue(result) ? result : undefined;
}

function compute(node: Node, point: Point): Complex | undefined {
  switch (node.kind) {
    case 'number':
      if (node.value.denominator === 1n) return real(toNumber(node.value));
      return vanished(complex(toNumber(node.value)), node.value.numerator === 0n);
    case 'name':
      return point.values.get(node.name);
    case 'constant':
      if (node.name === 'pi') return complex(Math.PI);
      if (node.name === 'e') return complex(Math.E);
      return node.name === 'i' ? { re: 0, im: 1, error: 0 } : undefined;
    case 'negation': {
      const of = evaluate(node.of, point);
      return of && negate(of);
    }
    case 'sum':
      return fold(node.terms, add, point);
    case 'product':
      return fold(node.factors, times, point);
    case 'quotient': {
      const numerator = evaluate(node.numerator, point);
      const denominator = numerator && evaluate(node.denominator, point);
      return denominator && divide(numerator, denominator);
    }
    case 'power':
      return raised(node.base, node.exponent, point);
    case 'root':
      return rooted(node.of, node.index, point);
    case 'percent': {
      const value = evaluate(node.value, point);
      return value && multiply(value, complex(0.01));
    }
    case 'degrees': {
      const value = evaluate(node.value, point);
      return value && multiply(value, complex(Math.PI / 180));
    }
    case 'quantity':
      return evaluate(node.value, point);
    case 'based': {
      const value = basedValue(node.digits, node.base);
      return value && real(toNumber(value));
    }
    case 'ratio':
      return node.terms.length === 2
        ? compute({ kind: 'quotient', numerator: node.terms[0]!, denominator: node.terms[1]! }, point)
        : undefined;
    case 'indexed': {
      // A letter with an index is another letter for every value of the index.
      const index = evaluate(node.index, point);
      return index && hashed(baseName(node.base), [index]);
    }
    case 'series':
      return series(node, point);
    case 'call':
      return evaluateCall(node, point, evaluate);
    default:
      return undefined;
  }
}

function baseName(node: Node): string {
  if (node.kind === 'name' || node.kind === 'constant') return `index:${node.name}`;
  return node.kind === 'call' ? `index:${node.name}` : `index:${node.kind}`;
}

/** Numbers too small for doubles have no value here: zero would equal every other of them. */
function vanished(value: Complex | undefined, zero: boolean): Complex | undefined {
  return value !== undefined && !zero && Math.abs(value.re) < smallest && Math.abs(value.im) < smallest
    ? undefined
    : value;
}

const smallest = 1e-290;

function times(a: Complex, b: Complex): Complex | undefined {
  return vanished(multiply(a, b), isZero(a) || isZero(b));
}

function isZero(value: Complex): boolean {
  return value.re === 0 && value.im === 0;
}

function fold(
  parts: readonly Node[],
  operation: (a: Complex, b: Complex) => Complex | undefined,
  point: Point,
): Complex | undefined {
  let result: Complex | undefined;
  for (const part of parts) {
    const value = evaluate(part, point);
    if (value === undefined) return undefined;
    result = result === undefined ? value : operation(result, value);
    if (result === undefined) return undefined;
  }
  return result;
}

function raised(base: Node, exponent: Node, point: Point): Complex | undefined {
  const of = evaluate(base, point);
  const to = of && evaluate(exponent, point);
  if (of === undefined || to === undefined) return undefined;
  if (of.im === 0 && of.re < 0 && to.im === 0 && !Number.isInteger(to.re)) {
    // Odd roots of negative numbers are real, however they are written.
    const fraction = exact(exponent, point.budget);
    if (fraction !== undefined && fraction.denominator % 2n === 1n && fraction.denominator < 1000n) {
      const size = power(negate(of), to);
      return size && (fraction.numerator % 2n === 0n ? size : negate(size));
    }
    point.leftReals = true;
  }
  return vanished(power(of, to), isZero(of));
}

function rooted(of: Node, index: Node | undefined, point: Point): Complex | undefined {
  const radicand = evaluate(of, point);
  if (radicand === undefined) return undefined;
  if (index === undefined) {
    if (radicand.im === 0 && radicand.re < -8 * radicand.error) point.leftReals = true;
    return squareRoot(radicand);
  }
  const degree = evaluate(index, point);
  if (degree === undefined) return undefined;
  const whole = asInteger(degree);
  const inverse = divide(real(1), degree);
  if (inverse === undefined) return undefined;
  if (radicand.im === 0 && radicand.re < 0) {
    if (whole !== undefined && whole % 2 !== 0) {
      const size = power(negate(radicand), inverse);
      return size && negate(size);
    }
    point.leftReals = true;
  }
  return power(radicand, inverse);
}

function series(node: Extract<Node, { kind: 'series' }>, point: Point): Complex | undefined {
  const [from, to] = [evaluate(node.from, point), evaluate(node.to, point)];
  const [first, last] = [from && asInteger(from), to && asInteger(to)];
  if (first === undefined || last === undefined || last - first >= limits.series) return undefined;
  const outer = point.values.get(node.variable);
  let total: Complex | undefined = real(node.operator === 'sum' ? 0 : 1);
  for (let index = first; index <= last && total !== undefined; index++) {
    point.values.set(node.variable, real(index));
    const term = evaluate(node.body, point);
    total = term && (node.operator === 'sum' ? add(total, term) : multiply(total, term));
  }
  if (outer === undefined) point.values.delete(node.variable);
  else point.values.set(node.variable, outer);
  return total;
}
