import { real } from '../number/complex.ts';
import { names } from '../tree/names.ts';
import type { Node, RelationNode } from '../tree/node.ts';
import { constantRatio, difference } from './compare-regions.ts';
import { evaluate, type Point } from './evaluate.ts';
import { type Context, different, equal, type Outcome } from './outcome.ts';
import { drawPoint } from './sample.ts';

/** Compares two equations: equal up to a factor, or with the same solutions for a letter both are linear in. */
export function compareEquations(left: RelationNode, right: RelationNode, context: Context): Outcome {
  const [first, second] = [difference(left), difference(right)];
  const ratio = constantRatio(first, second, context);
  if (ratio !== undefined) return equal(`same equation, ${ratio.points} sample points`);
  const sides = sameSides(left, right, context);
  if (sides !== undefined) return sides;
  const letters = names(first);
  const others = names(second);
  if (letters.size !== others.size || [...letters].some((letter) => !others.has(letter))) return different();
  if (letters.size < 2) return different();
  for (const letter of [...letters].sort()) {
    const points = sameRoots(first, second, letter, context);
    if (points === undefined) continue;
    return points > 0 ? equal(`same solutions, ${points} sample points`) : different();
  }
  return different();
}

/** The same sides, where a side may be a rounded decimal. */
function sameSides(left: RelationNode, right: RelationNode, context: Context): Outcome | undefined {
  const [a, b] = [left.terms[0]!, left.terms.at(-1)!];
  const [c, d] = [right.terms[0]!, right.terms.at(-1)!];
  const straight = context.compare(a, c, context).equal && context.compare(b, d, context).equal;
  const crossed = !straight && context.compare(a, d, context).equal && context.compare(b, c, context).equal;
  return straight || crossed ? equal('same sides') : undefined;
}

const wanted = 5;

/** How often the roots in one letter agreed; 0 where they differ, undefined where the letter is not linear in both. */
function sameRoots(left: Node, right: Node, letter: string, context: Context): number | undefined {
  let agreed = 0;
  for (let index = 0; index < wanted * 2 && agreed < wanted; index++) {
    const point = drawPoint({ kind: 'sum', terms: [left, right] }, index, context.budget);
    const [first, second] = [linearRoot(left, letter, point), linearRoot(right, letter, point)];
    if (first === undefined || second === undefined) return undefined;
    if (Math.abs(first - second) > 1e-7 * Math.max(1e-9, Math.abs(first), Math.abs(second))) return 0;
    agreed++;
  }
  return agreed;
}

function linearRoot(node: Node, letter: string, point: Point): number | undefined {
  const at = (x: number): number | undefined => {
    point.values.set(letter, real(x));
    const value = evaluate(node, point);
    return value === undefined || point.leftReals || Math.abs(value.im) > 1e-9 ? undefined : value.re;
  };
  const [zero, one, three] = [at(0), at(1), at(3)];
  if (zero === undefined || one === undefined || three === undefined) return undefined;
  const slope = one - zero;
  const bent = Math.abs(three - (zero + 3 * slope)) > 1e-9 * Math.max(Math.abs(zero), Math.abs(one), Math.abs(three));
  return bent || Math.abs(slope) < 1e-9 ? undefined : -zero / slope;
}
