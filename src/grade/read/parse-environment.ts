import { call } from '../tree/make.ts';
import type { Node } from '../tree/node.ts';
import type { Cursor } from './cursor.ts';
import { isConditionWord } from './parse-words.ts';
import type { Token } from './token.ts';
import { unreadable } from './unreadable.ts';
import { relationOperators } from './vocabulary.ts';

const matrices = new Set(['matrix', 'pmatrix', 'bmatrix', 'Bmatrix', 'vmatrix', 'Vmatrix', 'smallmatrix', 'array']);

/** `\begin{pmatrix} ... \end{pmatrix}`, a system of equations, or the cases of a function. */
export function parseEnvironment(cursor: Cursor): Node {
  const name = cursor.next().text;
  if (name === 'array' && cursor.at('{')) {
    while (cursor.token !== undefined && !cursor.at('}')) cursor.index++;
    cursor.take('}');
  }
  if (matrices.has(name)) {
    const matrix: Node = { kind: 'matrix', rows: rows(cursor) };
    return name === 'vmatrix' ? call('det', matrix) : matrix;
  }
  if (name !== 'cases' && name !== 'dcases') joinCells(cursor);
  return system(rows(cursor));
}

function rows(cursor: Cursor): Node[][] {
  const found: Node[][] = [];
  let row: Node[] = [];
  for (;;) {
    const token = cursor.token;
    if (token === undefined) throw unreadable;
    if (token.kind === 'end') {
      cursor.index++;
      if (row.length > 0) found.push(row);
      return found;
    }
    if (token.kind === 'symbol' && token.text === 'row') {
      cursor.index++;
      if (row.length > 0) found.push(row);
      row = [];
    } else if (token.kind === 'symbol' && token.text === '&') cursor.index++;
    else if (token.kind === 'symbol' && (token.text === ',' || token.text === '.' || token.text === ';'))
      cursor.index++;
    else {
      if (isConditionWord(token)) cursor.index++;
      const previous = found.at(-1)?.[0];
      if (row.length === 0 && previous !== undefined && continues(token)) {
        found[found.length - 1] = [chained(previous, cursor)];
        continue;
      }
      const before = cursor.index;
      row.push(cursor.enclosed(() => cursor.levels.list(cursor)));
      if (cursor.index === before) throw unreadable;
    }
  }
}

/** A row of `aligned` that begins with `=` goes on with the chain of the row before. */
function continues(token: Token): boolean {
  return token.kind === 'symbol' && relationOperators.has(token.text);
}

function chained(previous: Node, cursor: Cursor): Node {
  const operator = relationOperators.get(cursor.next().text) ?? '=';
  const rest = cursor.enclosed(() => cursor.levels.list(cursor));
  const before =
    previous.kind === 'relation' ? previous : { kind: 'relation' as const, terms: [previous], operators: [] };
  const after = rest.kind === 'relation' ? rest : { kind: 'relation' as const, terms: [rest], operators: [] };
  return {
    kind: 'relation',
    terms: [...before.terms, ...after.terms],
    operators: [...before.operators, operator, ...after.operators],
  };
}

/** Rows of one cell are statements that hold together; rows of two are values with their conditions. */
function system(found: readonly (readonly Node[])[]): Node {
  const items = found.map((row): Node => {
    const [only] = row;
    return row.length === 1 && only !== undefined ? only : { kind: 'group', open: '(', close: ')', items: row };
  });
  const [single] = items;
  return items.length === 1 && single !== undefined ? single : { kind: 'list', items, by: 'and' };
}

/** In `aligned` the ampersands only align: they go, up to the end of the environment. */
function joinCells(cursor: Cursor): void {
  const kept: Token[] = [];
  let depth = 0;
  let at = cursor.index;
  for (; at < cursor.tokens.length; at++) {
    const token = cursor.tokens[at] as Token;
    if (token.kind === 'begin') depth++;
    if (token.kind === 'end' && depth-- === 0) break;
    if (depth > 0 || token.kind !== 'symbol' || token.text !== '&') kept.push(token);
  }
  cursor.tokens.splice(cursor.index, at - cursor.index, ...kept);
}
