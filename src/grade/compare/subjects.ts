import { key } from '../tree/key.ts';
import { names } from '../tree/names.ts';
import type { Node } from '../tree/node.ts';

/** Whether two statements can be about the same thing: `f(x) = ...` and `y = ...` can, `x = 5` and `y = 5` cannot. */
export function compatible(left: Node, right: Node, values: readonly Node[]): boolean {
  if (key(left) === key(right)) return true;
  const [first, second] = [sort(left), sort(right)];
  if (first === 'label' || second === 'label') return true;
  const formula = values.some((value) => names(value).size > 0);
  if (first === 'letter' && second === 'letter') return formula;
  if (first === 'function' && second === 'function') return formula || head(left) === head(right);
  return (first === 'letter' && second === 'function') || (first === 'function' && second === 'letter');
}

/**
 * The letters of `f(t) = ...` and `f(x) = ...` renamed to the same ones, so that the values can be compared; undefined
 * where there is nothing to rename.
 */
export function renamings(
  left: Node,
  right: Node,
): readonly [ReadonlyMap<string, string>, ReadonlyMap<string, string>] | undefined {
  const [first, second] = [parameters(left), parameters(right)];
  if (first === undefined || second === undefined || first.length !== second.length) return undefined;
  if (first.every((letter, index) => letter === second[index])) return undefined;
  const fresh = (letters: readonly string[]): ReadonlyMap<string, string> =>
    new Map(letters.map((letter, index) => [letter, `argument ${index}`]));
  return [fresh(first), fresh(second)];
}

function sort(node: Node): 'letter' | 'function' | 'label' | 'other' {
  if (node.kind === 'name' || node.kind === 'indexed' || node.kind === 'constant') return 'letter';
  if (node.kind === 'text') return 'label';
  if (node.kind === 'call') return node.name.startsWith('function:') ? 'function' : 'other';
  if (node.kind !== 'product') return 'other';
  const [first, second] = node.factors;
  const segment = node.factors.every((factor) => factor.kind === 'name' && /^[A-Z]'*$/.test(factor.name));
  return !segment && node.factors.length === 2 && first?.kind === 'name' && second !== undefined ? 'function' : 'other';
}

function head(node: Node): string {
  if (node.kind === 'call') return node.name.replace('function:', '');
  const first = node.kind === 'product' ? node.factors[0] : node;
  return first?.kind === 'name' ? first.name : '';
}

function parameters(node: Node): readonly string[] | undefined {
  const parts = node.kind === 'call' ? node.arguments : node.kind === 'product' ? node.factors.slice(1) : [];
  const letters = parts.map((part) => (part.kind === 'name' ? part.name : undefined));
  return letters.length > 0 && letters.every((letter) => letter !== undefined) ? letters : undefined;
}
