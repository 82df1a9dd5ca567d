import { limits } from '../limits.ts';

/** An exact fraction in lowest terms; the denominator is positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const largestInteger = 1n << BigInt(limits.integerBits);
const largestPart = 1n << BigInt(limits.fractionBits);

/** A fraction in lowest terms; undefined for a zero denominator and for numbers beyond the limits. */
export function rational(numerator: bigint, denominator = 1n): Rational | undefined {
  if (denominator === 1n) return withinInteger(numerator) ? { numerator, denominator } : undefined;
  if (denominator === 0n) return undefined;
  if (denominator < 0n) return rational(-numerator, -denominator);
  if (!withinPart(numerator) || denominator > largestPart) {
    // Long integers are allowed, long fractions are not; one division tells them apart.
    if (!withinInteger(numerator) || denominator > largestPart || numerator % denominator !== 0n) return undefined;
    return rational(numerator / denominator);
  }
  const divisor = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

export function add(left: Rational, right: Rational): Rational | undefined {
  if (left.denominator === right.denominator) {
    return rational(left.numerator + right.numerator, left.denominator);
  }
  if (tooLongToCross(left, right)) return undefined;
  return rational(
    left.numerator * right.denominator + right.numerator * left.denominator,
    left.denominator * right.denominator,
  );
}

export function negate(value: Rational): Rational {
  return { numerator: -value.numerator, denominator: value.denominator };
}

export function multiply(left: Rational, right: Rational): Rational | undefined {
  return rational(left.numerator * right.numerator, left.denominator * right.denominator);
}

export function divide(left: Rational, right: Rational): Rational | undefined {
  if (right.numerator === 0n) return undefined;
  return rational(left.numerator * right.denominator, left.denominator * right.numerator);
}

/** Integer powers whose size is known to fit before they are computed. */
export function power(base: Rational, exponent: Rational): Rational | undefined {
  if (exponent.denominator !== 1n) return rootPower(base, exponent);
  if (exponent.numerator === 0n) return base.numerator === 0n ? undefined : one;
  if (base.numerator === 0n) return exponent.numerator > 0n ? zero : undefined;
  if (base.denominator === 1n && (base.numerator === 1n || base.numerator === -1n)) {
    return base.numerator === 1n || exponent.numerator % 2n === 0n ? one : base;
  }
  if (exponent.numerator > 1_000_000n || exponent.numerator < -1_000_000n) return undefined;
  const times = Math.abs(Number(exponent.numerator));
  const bits = Math.max(bitLength(base.numerator), bitLength(base.denominator)) * times;
  if (bits > (base.denominator === 1n ? limits.integerBits : limits.fractionBits)) return undefined;
  const raised = { numerator: base.numerator ** BigInt(times), denominator: base.denominator ** BigInt(times) };
  return exponent.numerator > 0n ? raised : divide(one, raised);
}

export function equals(left: Rational, right: Rational): boolean {
  return left.numerator === right.numerator && left.denominator === right.denominator;
}

export function isInteger(value: Rational): boolean {
  return value.denominator === 1n;
}

/** The nearest double; parts beyond the range of doubles are scaled first. */
export function toNumber(value: Rational): number {
  const { numerator, denominator } = value;
  if (denominator === 1n) return Number(numerator);
  const direct = Number(numerator) / Number(denominator);
  if (Number.isFinite(direct) && direct !== 0) return direct;
  if (numerator === 0n) return 0;
  const shift = bitLength(denominator) - bitLength(numerator) + 64;
  const scaled = shift >= 0 ? (numerator << BigInt(shift)) / denominator : numerator / (denominator << BigInt(-shift));
  return Number(scaled) * 2 ** -shift;
}

/** `3/4`, or the integer. */
export function show(value: Rational): string {
  return value.denominator === 1n ? `${value.numerator}` : `${value.numerator}/${value.denominator}`;
}

/** The integer root if there is one: 8 and 3 give 2. */
export function exactRoot(value: bigint, index: number): bigint | undefined {
  if (value < 0n) {
    if (index % 2 === 0) return undefined;
    const positive = exactRoot(-value, index);
    return positive === undefined ? undefined : -positive;
  }
  if (value < 2n) return value;
  const bits = bitLength(value);
  if (bits > limits.fractionBits) return undefined;
  const degree = BigInt(index);
  // Newton's iteration from above; quadratic, so about log2(bits) rounds.
  let guess = 1n << BigInt(Math.ceil(bits / index) + 1);
  for (;;) {
    const next = ((degree - 1n) * guess + value / guess ** (degree - 1n)) / degree;
    if (next >= guess) break;
    guess = next;
  }
  return guess ** degree === value ? guess : undefined;
}

/** The floor of a fraction. */
export function floor(value: Rational): bigint {
  const quotient = value.numerator / value.denominator;
  return value.numerator < 0n && quotient * value.denominator !== value.numerator ? quotient - 1n : quotient;
}

export function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right];
  while (b !== 0n) {
    if (a <= safe && b <= safe) return BigInt(smallDivisor(Number(a), Number(b)));
    [a, b] = [b, a % b];
  }
  return a;
}

export const zero: Rational = { numerator: 0n, denominator: 1n };
export const one: Rational = { numerator: 1n, denominator: 1n };

const safe = BigInt(Number.MAX_SAFE_INTEGER);

function smallDivisor(left: number, right: number): number {
  let [a, b] = [left, right];
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/** Exact only when base and exponent say so: 8^(2/3) is 4, 2^(1/2) is not rational. */
function rootPower(base: Rational, exponent: Rational): Rational | undefined {
  if (exponent.denominator > 64n) return undefined;
  const index = Number(exponent.denominator);
  const numerator = exactRoot(base.numerator, index);
  const denominator = exactRoot(base.denominator, index);
  if (numerator === undefined || denominator === undefined) return undefined;
  return power({ numerator, denominator }, { numerator: exponent.numerator, denominator: 1n });
}

function bitLength(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  if (magnitude <= safe) return Math.ceil(Math.log2(Number(magnitude) + 1));
  return magnitude.toString(16).length * 4;
}

function withinInteger(value: bigint): boolean {
  return value <= largestInteger && value >= -largestInteger;
}

function withinPart(value: bigint): boolean {
  return value <= largestPart && value >= -largestPart;
}

function tooLongToCross(left: Rational, right: Rational): boolean {
  return !withinPart(left.numerator) || !withinPart(right.numerator);
}
