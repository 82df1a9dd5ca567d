import { type Rational, rational, toNumber } from '../number/rational.ts';
import { negation, number, product } from '../tree/make.ts';
import type { Node } from '../tree/node.ts';
import type { Unit } from '../tree/unit.ts';
import { compareValues } from './compare-values.ts';
import { exact } from './exact.ts';
import { type Context, different, equal, type Outcome } from './outcome.ts';

/** A value apart from what it is measured in. */
interface Scalar {
  readonly value: Node;
  readonly mark: 'none' | 'percent' | 'degrees';
  readonly unit: Unit | undefined;
}

/** One way to read two scalars, with the rule that allows it. */
interface Pairing {
  readonly left: Node;
  readonly right: Node;
  readonly rule: string | undefined;
}

/** Compares two single values with their units, percent and degree signs, bases and times of day. */
export function compareScalars(left: Node, right: Node, context: Context): Outcome {
  if (left.kind === 'ratio' && right.kind === 'ratio') return compareRatios(left.terms, right.terms, context);
  const time = compareTimes(left, right);
  if (time !== undefined) return time;
  const [first, second] = [split(withoutTime(left)), split(withoutTime(right))];
  const conflict = unitConflict(first, second, context);
  if (conflict !== undefined) return different(conflict);
  if (isPlain(first) && isPlain(second) && context.settings.percent !== 'any') {
    return compareValues(first.value, second.value, context);
  }
  let outcome: Outcome | undefined;
  for (const pairing of pairings(first, second, context)) {
    const found =
      pairing.rule === 'unit-converted'
        ? compareConverted(pairing, context)
        : compareValues(pairing.left, pairing.right, context);
    if (found.equal) {
      if (pairing.rule !== undefined) context.rules.add(pairing.rule);
      return found;
    }
    outcome ??= found;
  }
  return outcome ?? different();
}

function isPlain(scalar: Scalar): boolean {
  return scalar.mark === 'none' && scalar.unit === undefined && scalar.value.kind !== 'based';
}

function split(node: Node): Scalar {
  switch (node.kind) {
    case 'quantity': {
      const inner = split(node.value);
      return { ...inner, unit: inner.unit ?? node.unit };
    }
    case 'percent':
      return { ...split(node.value), mark: 'percent' };
    case 'degrees':
      return { ...split(node.value), mark: 'degrees' };
    case 'negation': {
      const inner = split(node.of);
      return inner.value === node.of ? plain(node) : { ...inner, value: negation(inner.value) };
    }
    case 'product':
      return splitProduct(node.factors);
    case 'quotient': {
      const inner = split(node.numerator);
      if (inner.value === node.numerator) return plain(node);
      return { ...inner, value: { ...node, numerator: inner.value } };
    }
    default:
      return plain(node);
  }
}

function plain(value: Node): Scalar {
  return { value, mark: 'none', unit: undefined };
}

/** `\frac{1}{3} \cdot 5\text{ cm}`: the unit of the last factor is that of the product. */
function splitProduct(factors: readonly Node[]): Scalar {
  const last = factors.at(-1);
  if (last === undefined || (last.kind !== 'quantity' && last.kind !== 'degrees')) return plain(product(factors));
  const inner = split(last);
  return { ...inner, value: product([...factors.slice(0, -1), inner.value]) };
}

function unitConflict(left: Scalar, right: Scalar, context: Context): string | undefined {
  const { units } = context.settings;
  if (units === 'ignored') return undefined;
  if (units === 'required' && (left.unit === undefined) !== (right.unit === undefined)) return 'one has a unit';
  // 70% is not 70 degrees, and 10 degrees are not 10 cm.
  const [measured, other] = [
    left.mark !== 'none' ? left.mark : left.unit?.dimension,
    right.mark !== 'none' ? right.mark : right.unit?.dimension,
  ];
  if (
    measured !== undefined &&
    other !== undefined &&
    measured !== other &&
    (left.mark !== 'none' || right.mark !== 'none')
  ) {
    return isAngle(measured) && isAngle(other) ? undefined : `${measured} vs ${other}`;
  }
  const [first, second] = [left.unit?.dimension, right.unit?.dimension];
  if (first === undefined || second === undefined) {
    if (left.unit !== undefined || right.unit !== undefined) context.rules.add('unit-dropped');
    return undefined;
  }
  return first === second ? undefined : `${left.unit?.text} vs ${right.unit?.text}`;
}

function isAngle(measure: string): boolean {
  return measure === 'degrees' || measure === 'angle:1';
}

function* pairings(left: Scalar, right: Scalar, context: Context): Generator<Pairing> {
  const converted = conversion(left, right, context);
  if (converted !== undefined) {
    yield converted;
    return;
  }
  for (const first of readings(left, right, context)) {
    for (const second of readings(right, left, context)) {
      yield { left: first.value, right: second.value, rule: first.rule ?? second.rule };
    }
  }
  if (context.settings.percent === 'any' && left.mark === 'none' && right.mark === 'none') {
    yield { left: product([hundred, left.value]), right: right.value, rule: 'percent' };
    yield { left: left.value, right: product([hundred, right.value]), rule: 'percent' };
  }
}

const hundred = number(rational(100n) as Rational);

/** Conversion factors are doubles: what they lead to is compared as such. */
function compareConverted(pairing: Pairing, context: Context): Outcome {
  const found = compareValues(pairing.left, pairing.right, context);
  if (found.equal) return found;
  const [a, b] = [exact(pairing.left, context.budget), exact(pairing.right, context.budget)];
  if (a === undefined || b === undefined) return found;
  const [first, second] = [toNumber(a), toNumber(b)];
  const near = Math.abs(first - second) <= 1e-9 * Math.max(Math.abs(first), Math.abs(second));
  return near ? equal('numerically, within 1e-9') : found;
}

/** 72 km/h beside 20 m/s: both in the base units. */
function conversion(left: Scalar, right: Scalar, context: Context): Pairing | undefined {
  if (context.settings.units === 'ignored') return undefined;
  const [first, second] = [left.unit, right.unit];
  if (first?.dimension === undefined || second?.dimension === undefined || first.factor === second.factor)
    return undefined;
  const [a, b] = [decimal(first.factor), decimal(second.factor)];
  if (a === undefined || b === undefined) return undefined;
  const rule = 'unit-converted';
  return { left: product([number(a), left.value]), right: product([number(b), right.value]), rule };
}

/** A conversion factor as the exact decimal it was written as. */
function decimal(value: number): Rational | undefined {
  if (value === 0) return undefined;
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const shift = Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  return shift >= 0 ? rational(digits * 10n ** BigInt(shift)) : rational(digits, 10n ** BigInt(-shift));
}

interface ScalarReading {
  readonly value: Node;
  readonly rule: string | undefined;
}

/** What a scalar can stand for beside the other one, the plainest first. */
function readings(scalar: Scalar, other: Scalar, context: Context): readonly ScalarReading[] {
  const { value, mark } = scalar;
  const bare: ScalarReading = { value, rule: undefined };
  if (mark !== 'none' && other.mark === mark) return [bare];
  if (mark === 'percent') {
    const fraction: ScalarReading = { value: { kind: 'percent', value }, rule: 'percent' };
    return context.settings.percent === 'fraction' ? [fraction] : [fraction, { value, rule: 'percent' }];
  }
  if (mark === 'degrees') {
    return [
      { value, rule: 'degrees' },
      { value: { kind: 'degrees', value }, rule: 'degrees' },
    ];
  }
  if (value.kind === 'based' && context.settings.bases === 'lenient') {
    // Beside a number in another base the digits say nothing.
    const digits =
      /^\d+$/.test(value.digits) && other.value.kind !== 'based' ? rational(BigInt(value.digits)) : undefined;
    return digits === undefined ? [bare] : [bare, { value: number(digits), rule: 'base' }];
  }
  return [bare];
}

/** 1:2:3 is 2:4:6: every term divided by the last. */
function compareRatios(left: readonly Node[], right: readonly Node[], context: Context): Outcome {
  if (left.length !== right.length) return different();
  let outcome = different();
  for (let index = 0; index < left.length - 1; index++) {
    outcome = compareValues(
      { kind: 'quotient', numerator: left[index]!, denominator: left.at(-1)! },
      { kind: 'quotient', numerator: right[index]!, denominator: right.at(-1)! },
      context,
    );
    if (!outcome.equal) return outcome;
  }
  return outcome;
}

/** 20:34 is 20:34:00 and 8:34 p.m.; beside a number it is a ratio. */
function compareTimes(left: Node, right: Node): Outcome | undefined {
  if (left.kind !== 'time' || right.kind !== 'time') return undefined;
  const [first, second] = [minutes(left), minutes(right)];
  if (first === second) return { equal: true, how: 'same time of day' };
  const half = left.half === undefined || right.half === undefined;
  // 8:34 without a.m. or p.m. can be meant on a clock of twelve hours.
  const twelve =
    half && left.half !== right.half && first % 720 === second % 720 && Math.min(left.hours, right.hours) <= 12;
  const marked = left.half === undefined ? left : right;
  return { equal: twelve && marked.hours <= 12, how: 'same time of day' };
}

function minutes(time: Extract<Node, { kind: 'time' }>): number {
  const hours = time.half === undefined ? time.hours : (time.hours % 12) + (time.half === 'pm' ? 12 : 0);
  return hours * 60 + time.minutes + time.seconds / 60;
}

function withoutTime(node: Node): Node {
  if (node.kind !== 'time') return node;
  const part = (value: number): Node => number(rational(BigInt(value)) as Rational);
  return { kind: 'ratio', terms: [part(node.hours), part(node.minutes)] };
}
