import { some } from './children.ts';
import { negation, sum } from './make.ts';
import { map } from './map.ts';
import type { Node } from './node.ts';

/** The two values a tree with `±` stands for, or the tree itself. All signs are taken above, or all below. */
export function bothSigns(node: Node): readonly Node[] {
  if (!some(node, (part) => part.kind === 'either-sign')) return [node];
  return [withSigns(node, true), withSigns(node, false)];
}

function withSigns(node: Node, upper: boolean): Node {
  return map(node, (part) => {
    if (part.kind !== 'either-sign') return undefined;
    const right = (part.first === '+') === upper ? part.right : negation(part.right);
    return part.left === undefined ? right : sum([part.left, right]);
  });
}
