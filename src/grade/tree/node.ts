import type { Rational } from '../number/rational.ts';
import type { Unit } from './unit.ts';

/** An answer as a tree. Brackets that only group are gone; what could mean two things keeps its form. */
export type Node =
  | NumberNode
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'constant'; readonly name: 'pi' | 'e' | 'i' | 'infinity' }
  /** A set with a name: `\mathbb{R}` is R. */
  | { readonly kind: 'known-set'; readonly name: 'R' | 'Z' | 'N' | 'Q' | 'C' | 'empty' }
  | { readonly kind: 'indexed'; readonly base: Node; readonly index: Node }
  | { readonly kind: 'sum'; readonly terms: readonly Node[] }
  | { readonly kind: 'product'; readonly factors: readonly Node[] }
  | { readonly kind: 'negation'; readonly of: Node }
  | { readonly kind: 'quotient'; readonly numerator: Node; readonly denominator: Node }
  | { readonly kind: 'power'; readonly base: Node; readonly exponent: Node }
  | { readonly kind: 'root'; readonly index: Node | undefined; readonly of: Node }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Node[] }
  /** `left ± right`; `first` is the sign that goes with the upper signs elsewhere in the answer. */
  | { readonly kind: 'either-sign'; readonly left: Node | undefined; readonly right: Node; readonly first: '+' | '-' }
  | SeriesNode
  | GroupNode
  | { readonly kind: 'list'; readonly items: readonly Node[]; readonly by: 'comma' | 'and' | 'or' }
  | { readonly kind: 'matrix'; readonly rows: readonly (readonly Node[])[] }
  | RelationNode
  | { readonly kind: 'set-operation'; readonly operator: SetOperator; readonly left: Node; readonly right: Node }
  | { readonly kind: 'builder'; readonly element: Node; readonly condition: Node }
  | { readonly kind: 'quantity'; readonly value: Node; readonly unit: Unit }
  | { readonly kind: 'percent'; readonly value: Node }
  | { readonly kind: 'degrees'; readonly value: Node }
  | { readonly kind: 'based'; readonly digits: string; readonly base: number }
  | { readonly kind: 'ratio'; readonly terms: readonly Node[] }
  | TimeNode
  | { readonly kind: 'choice'; readonly letter: string; readonly content: Node | undefined }
  | { readonly kind: 'text'; readonly text: string };

/** A literal. A decimal remembers how many places it was written with, since it may be rounded. */
export interface NumberNode {
  readonly kind: 'number';
  readonly value: Rational;
  /** Digits after the point; undefined unless written as a decimal. */
  readonly places: number | undefined;
  /** Digits from the first that is not zero. */
  readonly significant: number;
}

/** A time of day. Without `half`, 8:34 may also be the ratio of 8 to 34. */
export interface TimeNode {
  readonly kind: 'time';
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly half: 'am' | 'pm' | undefined;
}

export interface SeriesNode {
  readonly kind: 'series';
  readonly operator: 'sum' | 'product';
  readonly variable: string;
  readonly from: Node;
  readonly to: Node;
  readonly body: Node;
}

/** Items between brackets: a tuple, an interval, a set. */
export interface GroupNode {
  readonly kind: 'group';
  readonly open: '(' | '[' | ']' | '{';
  readonly close: ')' | ']' | '[' | '}';
  readonly items: readonly Node[];
}

export type RelationOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '~' | 'in' | '==' | '=>';

/** A chain `terms[0] operators[0] terms[1] ...`. */
export interface RelationNode {
  readonly kind: 'relation';
  readonly terms: readonly Node[];
  readonly operators: readonly RelationOperator[];
}

export type SetOperator = 'union' | 'intersection' | 'difference';
