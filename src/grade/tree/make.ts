import { type Rational, rational } from '../number/rational.ts';
import type { Node, NumberNode } from './node.ts';

/** A literal without a decimal point. */
export function number(value: Rational): NumberNode {
  return { kind: 'number', value, places: undefined, significant: 0 };
}

export function integer(value: number): NumberNode {
  return number(rational(BigInt(value)) as Rational);
}

/** A product without products inside. */
export function product(factors: readonly Node[]): Node {
  if (factors.length === 1 && factors[0] !== undefined) return factors[0];
  if (!factors.some((factor) => factor.kind === 'product')) return { kind: 'product', factors };
  const flat = factors.flatMap((factor) => (factor.kind === 'product' ? factor.factors : [factor]));
  return { kind: 'product', factors: flat };
}

/** A sum without sums inside. */
export function sum(terms: readonly Node[]): Node {
  if (terms.length === 1 && terms[0] !== undefined) return terms[0];
  if (!terms.some((term) => term.kind === 'sum')) return { kind: 'sum', terms };
  const flat = terms.flatMap((term) => (term.kind === 'sum' ? term.terms : [term]));
  return { kind: 'sum', terms: flat };
}

export function negation(of: Node): Node {
  return { kind: 'negation', of };
}

export function call(name: string, ...parts: readonly Node[]): Node {
  return { kind: 'call', name, arguments: parts };
}

/** Whether a node is a whole number as written. */
export function isWhole(node: Node): node is NumberNode {
  return node.kind === 'number' && node.places === undefined && node.value.denominator === 1n;
}
