import type { Node } from './node.ts';

/** The parts of a node, in reading order. */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'indexed':
      return [node.base, node.index];
    case 'sum':
    case 'relation':
    case 'ratio':
      return node.terms;
    case 'product':
      return node.factors;
    case 'negation':
      return [node.of];
    case 'quotient':
      return [node.numerator, node.denominator];
    case 'power':
      return [node.base, node.exponent];
    case 'root':
      return node.index === undefined ? [node.of] : [node.index, node.of];
    case 'call':
      return node.arguments;
    case 'either-sign':
      return node.left === undefined ? [node.right] : [node.left, node.right];
    case 'series':
      return [node.from, node.to, node.body];
    case 'group':
    case 'list':
      return node.items;
    case 'matrix':
      return node.rows.flat();
    case 'set-operation':
      return [node.left, node.right];
    case 'builder':
      return [node.element, node.condition];
    case 'quantity':
    case 'percent':
    case 'degrees':
      return [node.value];
    case 'choice':
      return node.content === undefined ? [] : [node.content];
    default:
      return [];
  }
}

/** Whether any node of the tree is as asked. */
export function some(node: Node, test: (node: Node) => boolean): boolean {
  if (test(node)) return true;
  for (const child of children(node)) if (some(child, test)) return true;
  return false;
}
