import { limits } from '../limits.ts';
import { type Complex, isFiniteValue, magnitude, real } from '../number/complex.ts';
import { some } from '../tree/children.ts';
import { names } from '../tree/names.ts';
import type { Node } from '../tree/node.ts';
import type { Budget } from './budget.ts';
import { evaluate, type Point } from './evaluate.ts';

/** How two values that should be equal may differ relative to their size: doubles carry about 1e-16. */
const relativeTolerance = 1e-9;

/** Regions letters are drawn from; the next is tried where one gives too few values. */
type Region = 'integers' | 'reals' | 'positive' | 'small' | 'large' | 'complex';

/**
 * Points at which two trees can be compared, with both values. Seeds are fixed by the names of the letters, so that
 * the same pair is always tried at the same points.
 */
export function* sample(
  left: Node,
  right: Node,
  budget: Budget,
): Generator<{ readonly left: Complex; readonly right: Complex }> {
  const letters = [...names(right, names(left))].sort();
  const regions = regionsFor(left, right);
  let found = 0;
  for (const region of regions) {
    for (let index = 0; index < triesIn(region) && found < limits.points; index++) {
      const values = new Map<string, Complex>();
      for (const letter of letters) values.set(letter, draw(letter, index, region));
      const point: Point = { values, budget, leftReals: false };
      const first = evaluate(left, point);
      const second = first && evaluate(right, point);
      if (budget.spent) return;
      if (first === undefined || second === undefined) continue;
      if (point.leftReals && region !== 'complex') continue;
      found++;
      yield { left: first, right: second };
    }
  }
}

/** The value of one tree at a fixed sample point. */
export function drawPoint(node: Node, index: number, budget: Budget): Point {
  const values = new Map<string, Complex>();
  for (const letter of names(node)) values.set(letter, draw(letter, index, 'positive'));
  return { values, budget, leftReals: false };
}

/** Equal within the tolerance, or within the rounding error that was carried along. */
export function close(left: Complex, right: Complex): boolean {
  if (!isFiniteValue(left) || !isFiniteValue(right)) return false;
  const difference = Math.hypot(left.re - right.re, left.im - right.im);
  const size = Math.max(magnitude(left), magnitude(right));
  return difference <= relativeTolerance * size || difference <= 64 * (left.error + right.error);
}

/**
 * Integers where only they make sense (factorials, sums, powers of -1). Positive numbers where a radical or logarithm
 * stands and no absolute value: in such answers letters are lengths and counts, and sqrt(a^2) is written a.
 */
function regionsFor(left: Node, right: Node): readonly Region[] {
  const either = (test: (node: Node) => boolean): boolean => some(left, test) || some(right, test);
  if (either(wantsIntegers)) return ['integers'];
  const signs = either((node) => node.kind === 'call' && (node.name === 'abs' || node.name === 'sgn'));
  if (!signs && either(wantsPositive)) return ['positive', 'small', 'large', 'reals', 'complex'];
  return ['reals', 'positive', 'small', 'large', 'complex'];
}

/** Whole numbers often fall outside of a domain (more chosen than there are), so they get more tries. */
function triesIn(region: Region): number {
  return region === 'integers' ? 5 * limits.points : limits.points + 4;
}

function wantsIntegers(node: Node): boolean {
  switch (node.kind) {
    case 'series':
      return true;
    case 'call':
      return /^(factorial|double-factorial|binomial|floor|ceil|gcd|lcm|mod)$/.test(node.name);
    case 'power':
      return node.base.kind === 'negation' && names(node.exponent).size > 0;
    default:
      return false;
  }
}

function wantsPositive(node: Node): boolean {
  if (node.kind === 'root') return names(node.of).size > 0;
  if (node.kind === 'call') return node.name === 'ln' || node.name === 'log';
  return node.kind === 'power' && node.exponent.kind === 'quotient';
}

const memo = new Map<string, Complex>();

function draw(letter: string, index: number, region: Region): Complex {
  const key = `${region}${index}${letter}`;
  const known = memo.get(key);
  if (known !== undefined) return known;
  const value = compute(letter, index, region);
  if (memo.size < 5_000) memo.set(key, value);
  return value;
}

function compute(letter: string, index: number, region: Region): Complex {
  const [first, second] = [uniform(letter, index, 1), uniform(letter, index, 2)];
  switch (region) {
    case 'integers':
      return real(1 + Math.floor(first * (4 + index)));
    case 'reals':
      // Every other point of a letter is negative, beginning with a positive one.
      return real((0.3 + 2.5 * first) * (index > 0 && second < 0.5 ? -1 : 1));
    case 'positive':
      return real(0.3 + 2.5 * first);
    case 'small':
      return real(0.02 + 0.4 * first);
    case 'large':
      return real(3 + 20 * first);
    default:
      return { re: 0.3 + 2 * first, im: 0.3 + 2 * second, error: 0 };
  }
}

/** Between 0 and 1, fixed by its arguments (FNV-1a with a finaliser). */
function uniform(letter: string, index: number, stream: number): number {
  let hash = 2166136261 ^ (stream * 0x9e3779b1);
  for (const part of `${letter}#${index}`) hash = Math.imul(hash ^ (part.codePointAt(0) ?? 0), 16777619);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
}
