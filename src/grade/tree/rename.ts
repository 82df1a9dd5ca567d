import { map } from './map.ts';
import type { Node } from './node.ts';

/** The tree with other letters; letters not in the map stay. */
export function rename(node: Node, letters: ReadonlyMap<string, string>): Node {
  return map(node, (part) => {
    const name = part.kind === 'name' ? letters.get(part.name) : undefined;
    return name === undefined ? undefined : { kind: 'name', name };
  });
}
