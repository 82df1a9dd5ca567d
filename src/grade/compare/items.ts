import type { GroupNode, Node } from '../tree/node.ts';
import { bothSigns } from '../tree/signs.ts';
import { peel } from './peel.ts';

/** Several values in one answer, and whether their order matters. */
export interface Items {
  /** `named`: x = 3, y = 4, which is also the tuple (3, 4). */
  readonly style: 'list' | 'named' | 'set' | 'tuple' | 'vector';
  readonly items: readonly Node[];
  /** The brackets of a tuple, which may be an interval. */
  readonly brackets: Pick<GroupNode, 'open' | 'close'> | undefined;
}

/** The items of a list, set, tuple or vector; `1 \pm 2` are two. Undefined for a single value. */
export function itemsOf(node: Node): Items | undefined {
  switch (node.kind) {
    case 'list':
      return (
        namedItems(node.items) ?? {
          style: 'list',
          items: spread(withoutDeclarations(node.items)),
          brackets: undefined,
        }
      );
    case 'group':
      if (node.open === '{') return { style: 'set', items: spread(node.items), brackets: undefined };
      return { style: 'tuple', items: node.items, brackets: { open: node.open, close: node.close } };
    case 'matrix': {
      const column = node.rows.every((row) => row.length === 1);
      if (!column && node.rows.length !== 1) return undefined;
      return { style: 'vector', items: node.rows.flat(), brackets: undefined };
    }
    case 'product': {
      // `A(2, 3)`: a point with its name.
      const [label, point] = node.factors;
      if (node.factors.length !== 2 || point?.kind !== 'group' || label?.kind !== 'name') return signed(node);
      return point.open === '(' && /^[A-Z]'?$/.test(label.name) ? itemsOf(point) : undefined;
    }
    case 'known-set':
      return node.name === 'empty' ? { style: 'set', items: [], brackets: undefined } : undefined;
    default:
      return signed(node);
  }
}

function signed(node: Node): Items | undefined {
  const both = bothSigns(node);
  return both.length > 1 ? { style: 'list', items: both, brackets: undefined } : undefined;
}

/** `y = 4, x = 3`: statements about different letters, in the order of the letters. */
function namedItems(items: readonly Node[]): Items | undefined {
  const named: { readonly name: string; readonly item: Node }[] = [];
  for (const item of items) {
    const subject = item.kind === 'relation' ? item.terms[0] : undefined;
    if (subject?.kind !== 'name' || item.kind !== 'relation' || item.operators[0] !== '=') return undefined;
    if (named.some(({ name }) => name === subject.name) || bothSigns(item).length > 1) return undefined;
    named.push({ name: subject.name, item });
  }
  named.sort((left, right) => (left.name < right.name ? -1 : 1));
  return { style: 'named', items: named.map(({ item }) => item), brackets: undefined };
}

/** Statements of a list become their values, and `\pm` and nested lists become several items. */
function spread(items: readonly Node[]): readonly Node[] {
  return items.flatMap((item) => {
    const value = peel(item)?.values;
    const single = value?.length === 1 && value[0] !== undefined ? value[0] : item;
    if (single.kind === 'list') return spread(single.items);
    const both = bothSigns(single);
    return both.length > 1 ? both : [item];
  });
}

/** `x = 2k, k \in \mathbb{Z}`: that k is an integer is not one of the answers. */
function withoutDeclarations(items: readonly Node[]): readonly Node[] {
  if (items.length < 2) return items;
  const kept = items.filter((item) => !isDeclaration(item));
  return kept.length === 0 ? items : kept;
}

function isDeclaration(item: Node): boolean {
  return (
    item.kind === 'relation' &&
    item.operators.length === 1 &&
    item.operators[0] === 'in' &&
    item.terms[0]?.kind === 'name' &&
    (item.terms[1]?.kind === 'known-set' || item.terms[1]?.kind === 'power' || item.terms[1]?.kind === 'text')
  );
}
