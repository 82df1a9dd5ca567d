import { children } from './children.ts';
import type { Node } from './node.ts';

/** Whether a tree has more levels than that; found without recursion, so that no tree is too deep for it. */
export function isDeeperThan(node: Node, levels: number): boolean {
  let level: readonly Node[] = [node];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true;
    level = level.flatMap(children);
  }
  return false;
}
