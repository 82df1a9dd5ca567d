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

/** Renames the arguments of `f(t) = ...` to those of `f(x) = ...`; undefined where there is nothing to rename. */
export function renaming(from: Node, to: Node): ReadonlyMap<string, string> | undefined {
  const [parts, wanted] = [parameters(from), parameters(to)];
  if (parts === undefined || wanted === undefined || parts.length !== wanted.length) return undefined;
  return new Map(parts.map((part, index) => [part, wanted[index] ?? part]));
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
