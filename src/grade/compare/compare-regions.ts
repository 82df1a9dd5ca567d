import { magnitude } from '../number/complex.ts';
import { key } from '../tree/key.ts';
import { negation, sum } from '../tree/make.ts';
import type { Node, RelationNode, RelationOperator } from '../tree/node.ts';
import { type Context, different, equal, type Outcome } from './outcome.ts';
import { criticalPoints, isRegion, membership } from './region.ts';
import { sample } from './sample.ts';

/** Compares two sets of real numbers, or two inequalities, at the numbers where they could differ. */
export function compareRegions(left: Node, right: Node, context: Context): Outcome {
  if (key(left) === key(right)) return equal('same form');
  if (!context.settings.relationsAsSets && isInequality(left) !== isInequality(right))
    return different('relation vs set');
  const outcome = comparePoints(left, right, context);
  if (outcome !== undefined) return outcome;
  if (left.kind === 'relation' && right.kind === 'relation') return compareInequalities(left, right, context);
  return comparePieces(left, right, context);
}

function isInequality(node: Node): boolean {
  return node.kind === 'relation' || (node.kind === 'list' && node.items.some(isInequality));
}

function comparePoints(left: Node, right: Node, context: Context): Outcome | undefined {
  const points = criticalPoints(left, right, context.budget);
  for (const commas of ['all', 'any'] as const) {
    const [first, second] = [membership(left, context.budget, commas), membership(right, context.budget, commas)];
    if (first === undefined || second === undefined) return undefined;
    const inside = points.map(first);
    // Nothing inside at any point is no evidence for the same set.
    if (inside.some((is) => is === true) && points.every((x, index) => second(x) === inside[index])) {
      return context.budget.spent ? different('step limit') : equal(`same set at ${points.length} points`);
    }
  }
  return different(context.budget.spent ? 'step limit' : '');
}

const mirrored: Readonly<Partial<Record<RelationOperator, RelationOperator>>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '!=': '!=',
};

/** Inequalities with several letters: the same up to sides and a constant factor. */
function compareInequalities(left: RelationNode, right: RelationNode, context: Context): Outcome {
  const [first, second] = [left.operators[0], right.operators[0]];
  if (left.operators.length !== 1 || right.operators.length !== 1 || first === undefined || second === undefined) {
    return comparePieces(left, right, context);
  }
  const factor = constantRatio(difference(left), difference(right), context);
  if (factor === undefined) return different();
  const wanted = factor.value > 0 ? first : mirrored[first];
  return wanted === second ? equal(`same inequality, ${factor.points} sample points`) : different('other direction');
}

/** Left side minus right side. */
export function difference(relation: RelationNode): Node {
  return sum([relation.terms[0]!, negation(relation.terms.at(-1)!)]);
}

/** The constant that one expression is of another at all sample points. */
export function constantRatio(
  left: Node,
  right: Node,
  context: Context,
): { readonly value: number; readonly points: number } | undefined {
  let value: number | undefined;
  let points = 0;
  for (const pair of sample(left, right, context.budget)) {
    const size = magnitude(pair.left);
    const other = magnitude(pair.right);
    if (size < 1e-9 && other < 1e-9) continue;
    if (size < 1e-12 || other < 1e-12) return undefined;
    const re = (pair.right.re * pair.left.re + pair.right.im * pair.left.im) / (size * size);
    const im = (pair.right.im * pair.left.re - pair.right.re * pair.left.im) / (size * size);
    if (Math.abs(im) > 1e-7 * Math.abs(re)) return undefined;
    if (value !== undefined && Math.abs(re - value) > 1e-7 * Math.abs(value)) return undefined;
    value ??= re;
    points++;
  }
  return value === undefined || points < 3 ? undefined : { value, points };
}

/** Unions with letters in their ends are compared piece by piece. */
function comparePieces(left: Node, right: Node, context: Context): Outcome {
  const [first, second] = [pieces(left), pieces(right)];
  if (first.length !== second.length || (first.length === 1 && (isRegion(left) || isRegion(right)))) {
    return chains(left, right, context);
  }
  const rest = [...second];
  for (const piece of first) {
    const found = rest.findIndex((other) => context.compare(piece, other, context).equal);
    if (found < 0) return different();
    rest.splice(found, 1);
  }
  return equal('same parts');
}

/** Longer chains: the same terms between the same signs, read from either end. */
function chains(left: Node, right: Node, context: Context): Outcome {
  if (left.kind !== 'relation' || right.kind !== 'relation') return different();
  const forward = sameChain(left, right, context);
  const reversed: RelationNode = {
    kind: 'relation',
    terms: [...right.terms].reverse(),
    operators: [...right.operators].reverse().map((operator) => mirrored[operator] ?? operator),
  };
  return forward || sameChain(left, reversed, context) ? equal('same chain') : different();
}

function sameChain(left: RelationNode, right: RelationNode, context: Context): boolean {
  return (
    left.operators.join(' ') === right.operators.join(' ') &&
    left.terms.every((term, index) => context.compare(term, right.terms[index]!, context).equal)
  );
}

function pieces(node: Node): readonly Node[] {
  if (node.kind === 'set-operation' && node.operator === 'union') return [...pieces(node.left), ...pieces(node.right)];
  return node.kind === 'list' ? node.items.flatMap(pieces) : [node];
}
