import { show } from '../number/rational.ts';
import { children } from './children.ts';
import type { Node } from './node.ts';

/** A text that two trees share when they differ at most in the order of terms and factors. */
export function key(node: Node): string {
  switch (node.kind) {
    case 'number':
      return show(node.value);
    case 'name':
    case 'constant':
      return node.name;
    case 'known-set':
      return `set:${node.name}`;
    case 'sum':
      return `(+ ${node.terms.map(key).sort().join(' ')})`;
    case 'product':
      return `(* ${node.factors.map(key).sort().join(' ')})`;
    case 'call':
      return `(${node.name} ${node.arguments.map(key).join(' ')})`;
    case 'either-sign':
      return `(±${node.first} ${children(node).map(key).join(' ')})`;
    case 'series':
      return `(${node.operator} ${node.variable} ${children(node).map(key).join(' ')})`;
    case 'group':
      return `${node.open}${node.items.map(key).join(', ')}${node.close}`;
    case 'list':
      return `(list ${node.items.map(key).join(', ')})`;
    case 'matrix':
      return `(matrix ${node.rows.map((row) => row.map(key).join(' ')).join('; ')})`;
    case 'relation':
      return `(${node.operators.join(' ')} ${node.terms.map(key).join(' ')})`;
    case 'set-operation':
      return `(${node.operator} ${key(node.left)} ${key(node.right)})`;
    case 'quantity':
      return `(${node.unit.text} ${key(node.value)})`;
    case 'based':
      return `${node.digits}_${node.base}`;
    case 'time':
      return `${node.hours}:${node.minutes}:${node.seconds}${node.half ?? ''}`;
    case 'choice':
      return `(choice ${node.letter}${node.content === undefined ? '' : ` ${key(node.content)}`})`;
    case 'text':
      return `"${node.text}"`;
    default:
      return `(${node.kind} ${children(node).map(key).join(' ')})`;
  }
}
