import type { Node } from './node.ts';

/** The tree with `replace` applied to every node, from the leaves up; undefined keeps a node. */
export function map(node: Node, replace: (node: Node) => Node | undefined): Node {
  const inner = withChildren(node, (child) => map(child, replace));
  return replace(inner) ?? inner;
}

function withChildren(node: Node, change: (node: Node) => Node): Node {
  switch (node.kind) {
    case 'indexed':
      return { ...node, base: change(node.base), index: change(node.index) };
    case 'sum':
      return { ...node, terms: node.terms.map(change) };
    case 'ratio':
      return { ...node, terms: node.terms.map(change) };
    case 'relation':
      return { ...node, terms: node.terms.map(change) };
    case 'product':
      return { ...node, factors: node.factors.map(change) };
    case 'negation':
      return { ...node, of: change(node.of) };
    case 'quotient':
      return { ...node, numerator: change(node.numerator), denominator: change(node.denominator) };
    case 'power':
      return { ...node, base: change(node.base), exponent: change(node.exponent) };
    case 'root':
      return { ...node, index: node.index && change(node.index), of: change(node.of) };
    case 'call':
      return { ...node, arguments: node.arguments.map(change) };
    case 'either-sign':
      return { ...node, left: node.left && change(node.left), right: change(node.right) };
    case 'series':
      return { ...node, from: change(node.from), to: change(node.to), body: change(node.body) };
    case 'group':
    case 'list':
      return { ...node, items: node.items.map(change) };
    case 'matrix':
      return { ...node, rows: node.rows.map((row) => row.map(change)) };
    case 'set-operation':
      return { ...node, left: change(node.left), right: change(node.right) };
    case 'builder':
      return { ...node, element: change(node.element), condition: change(node.condition) };
    case 'quantity':
    case 'percent':
    case 'degrees':
      return { ...node, value: change(node.value) };
    case 'choice':
      return { ...node, content: node.content && change(node.content) };
    default:
      return node;
  }
}
