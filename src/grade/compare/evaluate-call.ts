import {
  add,
  asInteger,
  type Complex,
  complex,
  cosine,
  divide,
  exponential,
  factorial,
  logarithm,
  magnitude,
  multiply,
  negate,
  real,
  sine,
  squareRoot,
} from '../number/complex.ts';
import type { Node } from '../tree/node.ts';
import type { Point } from './evaluate.ts';

type CallNode = Extract<Node, { kind: 'call' }>;
type Evaluate = (node: Node, point: Point) => Complex | undefined;

const i: Complex = { re: 0, im: 1, error: 0 };
const half = real(0.5);

/** A function at its arguments. Functions nobody knows get values that depend on nothing else. */
export function evaluateCall(node: CallNode, point: Point, evaluate: Evaluate): Complex | undefined {
  if (node.name.startsWith('opaque:')) return undefined;
  const values: Complex[] = [];
  for (const argument of node.arguments) {
    const value = evaluate(argument, point);
    if (value === undefined) return undefined;
    values.push(value);
  }
  const [a, b] = values;
  if (a === undefined) return undefined;
  return known(node.name, a, b, values, point);
}

function known(
  name: string,
  a: Complex,
  b: Complex | undefined,
  values: readonly Complex[],
  point: Point,
): Complex | undefined {
  switch (name) {
    case 'sin':
      return sine(a);
    case 'cos':
      return cosine(a);
    case 'tan':
      return divide(sine(a), cosine(a));
    case 'cot':
      return divide(cosine(a), sine(a));
    case 'sec':
      return divide(real(1), cosine(a));
    case 'csc':
      return divide(real(1), sine(a));
    case 'ln':
      return naturalLogarithm(a, point);
    case 'log': {
      const [upper, lower] = [naturalLogarithm(a, point), b && naturalLogarithm(b, point)];
      return upper && lower && divide(upper, lower);
    }
    case 'factorial':
      return factorial(a);
    case 'double-factorial':
      return doubleFactorial(a);
    case 'binomial':
      return b && binomial(a, b);
    case 'abs':
    case 'norm':
      return { re: magnitude(a), im: 0, error: a.error };
    case 're':
      return { re: a.re, im: 0, error: a.error };
    case 'im':
      return { re: a.im, im: 0, error: a.error };
    case 'arg':
      return complex(Math.atan2(a.im, a.re));
    case 'accent:overline':
      return { re: a.re, im: -a.im, error: a.error };
    case 'sgn':
      return onReals(a, Math.sign);
    case 'floor':
      return onReals(a, (x) => Math.floor(x + 1e-9));
    case 'ceil':
      return onReals(a, (x) => Math.ceil(x - 1e-9));
    case 'max':
      return values.reduce((left, right) => (left.re >= right.re ? left : right));
    case 'min':
      return values.reduce((left, right) => (left.re <= right.re ? left : right));
    case 'mod':
      return b === undefined || b.re === 0 ? undefined : onReals(a, (x) => x - b.re * Math.floor(x / b.re));
    default:
      return hyperbolic(name, a) ?? inverse(name, a, point) ?? hashed(name, values);
  }
}

function onReals(a: Complex, apply: (x: number) => number): Complex | undefined {
  return Math.abs(a.im) > 1e-9 ? undefined : complex(apply(a.re));
}

function naturalLogarithm(a: Complex, point: Point): Complex | undefined {
  if (a.im === 0 && a.re < 0) point.leftReals = true;
  return logarithm(a);
}

function hyperbolic(name: string, a: Complex): Complex | undefined {
  if (!/^(sinh|cosh|tanh|coth)$/.test(name)) return undefined;
  const [up, down] = [exponential(a), exponential(negate(a))];
  const [sinh, cosh] = [multiply(half, add(up, negate(down))), multiply(half, add(up, down))];
  if (name === 'sinh') return sinh;
  if (name === 'cosh') return cosh;
  return name === 'tanh' ? divide(sinh, cosh) : divide(cosh, sinh);
}

function inverse(name: string, a: Complex, point: Point): Complex | undefined {
  const inReals = a.im === 0;
  switch (name) {
    case 'asin':
    case 'acos': {
      if (inReals && Math.abs(a.re) <= 1) return complex(name === 'asin' ? Math.asin(a.re) : Math.acos(a.re));
      point.leftReals ||= inReals;
      // asin z = -i ln(iz + sqrt(1 - z^2)); acos z = pi/2 - asin z.
      const root = squareRoot(add(real(1), negate(multiply(a, a))));
      const log = logarithm(add(multiply(i, a), root));
      const asin = log && negate(multiply(i, log));
      return name === 'asin' ? asin : asin && add(complex(Math.PI / 2), negate(asin));
    }
    case 'atan':
    case 'acot': {
      if (!inReals) return undefined;
      const atan = complex(Math.atan(a.re));
      return name === 'atan' ? atan : add(complex(Math.PI / 2), negate(atan));
    }
    case 'asec':
    case 'acsc': {
      const reciprocal = divide(real(1), a);
      return reciprocal && inverse(name === 'asec' ? 'acos' : 'asin', reciprocal, point);
    }
    default:
      return undefined;
  }
}

function doubleFactorial(a: Complex): Complex | undefined {
  const n = asInteger(a);
  if (n === undefined || n < -1 || n > 300) return undefined;
  let product = 1;
  for (let factor = n; factor > 1; factor -= 2) product *= factor;
  return complex(product);
}

function binomial(n: Complex, k: Complex): Complex | undefined {
  const [upper, lower] = [asInteger(n), asInteger(k)];
  if (lower === undefined) return undefined;
  if (lower < 0 || (upper !== undefined && upper >= 0 && lower > upper)) return real(0);
  if (lower > 1_000) return undefined;
  let result = real(1);
  for (let index = 0; index < lower; index++) {
    const factor = divide(add(n, real(-index)), real(index + 1));
    if (factor === undefined) return undefined;
    result = multiply(result, factor);
  }
  return result;
}

/** A fixed value between 0.5 and 2.5 for a name and its arguments: equal arguments, equal values. */
export function hashed(name: string, values: readonly Complex[]): Complex {
  let hash = 2166136261;
  const mix = (number: number): void => {
    hash = Math.imul(hash ^ number, 16777619);
    hash ^= hash >>> 13;
  };
  for (let at = 0; at < name.length; at++) mix(name.charCodeAt(at));
  // Arguments that differ by rounding errors only must not give another value.
  for (const value of values) for (const part of [value.re, value.im]) mix((Math.round(part * 1e7) % 2147483647) | 0);
  return real(0.5 + 2 * ((hash >>> 0) / 4294967296));
}
