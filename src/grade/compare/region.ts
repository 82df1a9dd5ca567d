import { type Complex, real } from '../number/complex.ts';
import { children, some } from '../tree/children.ts';
import { names } from '../tree/names.ts';
import type { Node, RelationOperator } from '../tree/node.ts';
import type { Budget } from './budget.ts';
import { evaluate, type Point } from './evaluate.ts';

/** Whether a real number belongs to a set of them; undefined where that cannot be said. */
type Membership = (x: number) => boolean | undefined;

/** What is a set of real numbers for certain: an inequality, a union, a named set. A pair in brackets may be one. */
export function isRegion(node: Node): boolean {
  switch (node.kind) {
    case 'relation':
      return node.operators.some((operator) => ['<', '<=', '>', '>=', '!='].includes(operator));
    case 'set-operation':
    case 'builder':
      return true;
    case 'known-set':
      return node.name !== 'C' && node.name !== 'Q' && node.name !== 'empty';
    case 'list':
      return node.items.some(isRegion);
    default:
      return false;
  }
}

/**
 * Membership in the set of real numbers that a tree describes.
 *
 * @param commas - what a comma between inequalities means: all hold, or any
 */
export function membership(node: Node, budget: Budget, commas: 'all' | 'any'): Membership | undefined {
  const letters = [...names(node)];
  if (letters.length > 1) return undefined;
  return build(node, { letter: letters[0] ?? 'x', budget, commas });
}

interface Frame {
  readonly letter: string;
  readonly budget: Budget;
  readonly commas: 'all' | 'any';
}

function build(node: Node, frame: Frame): Membership | undefined {
  switch (node.kind) {
    case 'known-set':
      if (node.name === 'R') return () => true;
      if (node.name === 'empty') return () => false;
      if (node.name === 'Z') return (x) => near(x, Math.round(x));
      return node.name === 'N' ? (x) => x >= -1e-9 && near(x, Math.round(x)) : undefined;
    case 'group':
      return node.open === '{' ? finite(node.items, frame) : interval(node, frame);
    case 'set-operation': {
      const [left, right] = [build(node.left, frame), build(node.right, frame)];
      if (left === undefined || right === undefined) return undefined;
      if (node.operator === 'union') return (x) => left(x) || right(x);
      if (node.operator === 'intersection') return (x) => left(x) && right(x);
      return (x) => left(x) && !right(x);
    }
    case 'builder':
      return builder(node, frame);
    case 'list': {
      const parts = node.items.map((item) => build(item, frame));
      if (!parts.every((part) => part !== undefined)) return undefined;
      const all = node.by === 'and' || (node.by === 'comma' && frame.commas === 'all');
      return all ? (x) => parts.every((part) => part(x)) : (x) => parts.some((part) => part(x));
    }
    case 'relation':
      return relation(node.terms, node.operators, frame);
    default:
      return names(node).size === 0 ? finite([node], frame) : undefined;
  }
}

function builder(node: Extract<Node, { kind: 'builder' }>, frame: Frame): Membership | undefined {
  const condition = build(node.condition, frame);
  // `\{x \in \mathbb{Z} : ...\}` limits x before the bar.
  const domain = node.element.kind === 'relation' ? build(node.element, frame) : undefined;
  if (condition === undefined || (node.element.kind === 'relation' && domain === undefined)) return undefined;
  return domain === undefined ? condition : (x) => domain(x) && condition(x);
}

function interval(node: Extract<Node, { kind: 'group' }>, frame: Frame): Membership | undefined {
  const [low, high] = node.items.map((item) => endpoint(item, frame.budget));
  if (low === undefined || high === undefined || node.items.length !== 2) return undefined;
  const [closedLow, closedHigh] = [node.open === '[', node.close === ']'];
  return (x) => {
    if (near(x, low)) return closedLow && x <= high + slack(high);
    if (near(x, high)) return closedHigh && x >= low - slack(low);
    return x > low && x < high;
  };
}

function finite(items: readonly Node[], frame: Frame): Membership | undefined {
  const values = items.map((item) => endpoint(item, frame.budget));
  if (!values.every((value) => value !== undefined)) return undefined;
  return (x) => values.some((value) => near(x, value));
}

function relation(
  terms: readonly Node[],
  operators: readonly RelationOperator[],
  frame: Frame,
): Membership | undefined {
  if (operators.length === 1 && operators[0] === 'in') {
    return terms[0]?.kind === 'name' && terms[1] !== undefined ? build(terms[1], frame) : undefined;
  }
  if (operators.some((operator) => operator === 'in' || operator === '=>')) return undefined;
  return (x) => {
    const values = new Map<string, Complex>([[frame.letter, real(x)]]);
    const point: Point = { values, budget: frame.budget, leftReals: false };
    const numbers = terms.map((term) => limitOf(term) ?? onReals(evaluate(term, point)));
    return operators.every((operator, index) => holds(operator, numbers[index], numbers[index + 1]));
  };
}

function holds(operator: RelationOperator, left: number | undefined, right: number | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  const same = near(left, right);
  switch (operator) {
    case '<':
      return left < right && !same;
    case '<=':
      return left < right || same;
    case '>':
      return left > right && !same;
    case '>=':
      return left > right || same;
    case '!=':
      return !same;
    default:
      return same;
  }
}

function onReals(value: Complex | undefined): number | undefined {
  return value === undefined || Math.abs(value.im) > 1e-9 ? undefined : value.re;
}

function endpoint(node: Node, budget: Budget): number | undefined {
  return limitOf(node) ?? onReals(evaluate(node, { values: new Map(), budget, leftReals: false }));
}

function limitOf(node: Node): number | undefined {
  if (node.kind === 'constant' && node.name === 'infinity') return Number.POSITIVE_INFINITY;
  return node.kind === 'negation' && limitOf(node.of) !== undefined ? Number.NEGATIVE_INFINITY : undefined;
}

function near(left: number, right: number): boolean {
  return left === right || Math.abs(left - right) <= slack(left);
}

function slack(value: number): number {
  return Number.isFinite(value) ? 1e-9 * Math.max(1, Math.abs(value)) : 0;
}

/**
 * Numbers at which two sets are told apart: a grid, and every constant that occurs in either with its neighbours,
 * its negative and the roots of its size.
 */
export function criticalPoints(left: Node, right: Node, budget: Budget): readonly number[] {
  const found = new Set<number>();
  for (let step = -40; step <= 40; step++) found.add(step * 0.53);
  for (let whole = -12; whole <= 12; whole++) found.add(whole);
  for (const far of [1e2, 1e3, 1e6]) {
    found.add(far + 0.1);
    found.add(-far - 0.1);
  }
  for (const constant of [...constants(left, budget), ...constants(right, budget)].slice(0, 60)) {
    for (const near of [constant, -constant, Math.sqrt(Math.abs(constant)), -Math.sqrt(Math.abs(constant))]) {
      const away = 1e-4 * Math.max(1, Math.abs(near));
      found
        .add(near)
        .add(near - away)
        .add(near + away);
    }
  }
  return [...found];
}

/** The values of the largest parts without letters. */
function constants(node: Node, budget: Budget): readonly number[] {
  const closed = !some(node, (part) => part.kind === 'name') && node.kind !== 'group' && node.kind !== 'relation';
  const value = closed ? onReals(evaluate(node, { values: new Map(), budget, leftReals: false })) : undefined;
  if (value !== undefined) return [value];
  return children(node).flatMap((child) => constants(child, budget));
}
