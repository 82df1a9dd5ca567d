import { children } from './children.ts';
import type { Node } from './node.ts';

/** The letters a tree depends on; indices that a sum binds are not among them. */
export function names(node: Node, found: Set<string> = new Set(), bound: readonly string[] = []): Set<string> {
  if (node.kind === 'name') {
    if (!bound.includes(node.name)) found.add(node.name);
    return found;
  }
  if (node.kind === 'series') {
    names(node.from, found, bound);
    names(node.to, found, bound);
    return names(node.body, found, [...bound, node.variable]);
  }
  for (const child of children(node)) names(child, found, bound);
  return found;
}
