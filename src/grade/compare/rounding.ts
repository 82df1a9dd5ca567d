import { toNumber } from '../number/rational.ts';
import { isWhole } from '../tree/make.ts';
import type { Node } from '../tree/node.ts';
import type { Budget } from './budget.ts';
import { exact } from './exact.ts';

/** Significant digits from which a decimal may stand for the number it is a rounding of. */
const fewestDigits = 4;

interface Decimal {
  readonly value: number;
  /** One unit of the last digit written. */
  readonly unit: number;
  readonly places: number;
  readonly significant: number;
}

/**
 * Whether a decimal as written is `value` rounded (four digits and more) or cut off (five digits and more).
 * A value that could have been written with as many places was not rounded: 5.001 is not 5.
 */
export function roundingOf(node: Node, value: number, budget: Budget): string | undefined {
  const decimal = decimalOf(node, budget);
  if (decimal === undefined || decimal.significant < fewestDigits) return undefined;
  const units = value / decimal.unit;
  if (!Number.isFinite(units) || Math.abs(units) > 1e15) return undefined;
  if (Math.abs(units - Math.round(units)) < 1e-6) return undefined;
  const off = Math.abs(value - decimal.value) / decimal.unit;
  const cut = decimal.significant > fewestDigits && Math.abs(decimal.value) < Math.abs(value);
  if (off > (cut ? 1 : 0.5) + 1e-9) return undefined;
  return off <= 0.5 + 1e-9 ? `rounded to ${decimal.places} decimals` : `cut off at ${decimal.places} decimals`;
}

function decimalOf(node: Node, budget: Budget): Decimal | undefined {
  switch (node.kind) {
    case 'number':
      if (node.places === undefined) return undefined;
      return {
        value: toNumber(node.value),
        unit: 10 ** -node.places,
        places: node.places,
        significant: node.significant,
      };
    case 'negation': {
      const of = decimalOf(node.of, budget);
      return of && { ...of, value: -of.value };
    }
    case 'quantity':
      return decimalOf(node.value, budget);
    case 'percent': {
      const of = decimalOf(node.value, budget);
      return of && { ...of, value: of.value / 100, unit: of.unit / 100 };
    }
    case 'product': {
      // 2.31 \times 10^{-3}: the power of ten moves the last digit.
      const [mantissa, scale] = node.factors;
      if (node.factors.length !== 2 || mantissa === undefined || scale?.kind !== 'power') return undefined;
      if (!isWhole(scale.base) || scale.base.value.numerator !== 10n) return undefined;
      const [decimal, factor] = [decimalOf(mantissa, budget), exact(scale, budget)];
      if (decimal === undefined || factor === undefined) return undefined;
      const by = toNumber(factor);
      return { ...decimal, value: decimal.value * by, unit: decimal.unit * by };
    }
    default:
      return undefined;
  }
}
