import { call } from '../tree/make.ts';
import type { GroupNode, Node } from '../tree/node.ts';
import type { Cursor } from './cursor.ts';
import { unreadable } from './unreadable.ts';

/** Anything between brackets, bars, floors or set braces. */
export function parseBrackets(cursor: Cursor): Node {
  const token = cursor.next();
  switch (token.text) {
    case '(':
    case '[':
    case ']':
      return group(cursor, token.text);
    case '{':
      return braces(cursor);
    case '\\{':
      return set(cursor);
    case '|':
      return bars(cursor, '|', 'abs');
    case '||':
      return bars(cursor, '||', 'norm');
    case 'floor':
    case 'ceil': {
      const of = cursor.enclosed(() => cursor.levels.sum(cursor));
      if (!cursor.take(`end-${token.text}`)) throw unreadable;
      return call(token.text, of);
    }
    default:
      throw unreadable;
  }
}

function group(cursor: Cursor, open: '(' | '[' | ']'): Node {
  if (cursor.take(')') || cursor.take(']')) return { kind: 'group', open, close: ')', items: [] };
  const inner = cursor.enclosed(() => cursor.levels.list(cursor));
  let close: GroupNode['close'] = ')';
  if (cursor.take(')')) close = ')';
  else if (cursor.take(']')) close = ']';
  else if (open !== '(' && cursor.take('[')) close = '[';
  else if (cursor.token !== undefined) throw unreadable;
  else close = open === '(' ? ')' : ']';
  if (inner.kind !== 'list') return inner;
  return { kind: 'group', open, close, items: inner.items };
}

/** Bare braces group in LaTeX; in plain text they are sets, and a list in them can be one anywhere. */
function braces(cursor: Cursor): Node {
  if (cursor.take('}')) return { kind: 'known-set', name: 'empty' };
  const inner = cursor.enclosed(() => cursor.levels.list(cursor));
  if (!cursor.take('}') && !cursor.take('\\}') && cursor.token !== undefined) throw unreadable;
  return inner.kind === 'list' && !cursor.latex ? { kind: 'group', open: '{', close: '}', items: inner.items } : inner;
}

function set(cursor: Cursor): Node {
  if (cursor.take('\\}')) return { kind: 'known-set', name: 'empty' };
  const inner = cursor.enclosed(() => builder(cursor), true);
  if (!cursor.take('\\}') && !cursor.take('}') && cursor.token !== undefined) throw unreadable;
  if (inner.kind === 'builder' || inner.kind === 'matrix') return inner;
  const items = inner.kind === 'list' ? inner.items : [inner];
  return { kind: 'group', open: '{', close: '}', items };
}

/** `x : x > 0` and `x \in \mathbb{R} \mid x > 0`, or a plain list. */
function builder(cursor: Cursor): Node {
  cursor.bars = 1;
  const element = cursor.levels.list(cursor);
  if (!cursor.take('|') && !cursor.take(':')) return element;
  cursor.bars = 0;
  cursor.inSet = false;
  return { kind: 'builder', element, condition: cursor.levels.list(cursor) };
}

function bars(cursor: Cursor, symbol: string, name: string): Node {
  const [outer, set] = [cursor.bars, cursor.inSet];
  cursor.bars = symbol === '|' ? 1 : outer;
  const of = cursor.inside(() => cursor.levels.list(cursor));
  [cursor.bars, cursor.inSet] = [outer, set];
  if (!cursor.take(symbol)) throw unreadable;
  // |A| of a matrix is its determinant.
  return call(of.kind === 'matrix' ? 'det' : name, of);
}
