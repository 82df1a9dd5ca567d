import type { Node, RelationOperator } from '../tree/node.ts';
import type { Cursor } from './cursor.ts';
import { connective, isConditionWord, skipFillers } from './parse-words.ts';
import { relationOperators, setOperators } from './vocabulary.ts';

/** `item, item; item and item`: one item, or a list of them. */
export function parseList(cursor: Cursor): Node {
  const items: Node[] = [];
  let by: 'comma' | 'and' | 'or' = 'comma';
  for (;;) {
    const joined = passSeparators(cursor);
    if (joined !== undefined && joined !== 'comma') by = joined;
    if (endsList(cursor)) break;
    const before = cursor.index;
    const item = parseRelation(cursor);
    if (item !== undefined) items.push(item);
    if (passCondition(cursor)) continue;
    if (cursor.index === before || (!atSeparator(cursor) && connective(cursor.token) === undefined)) break;
  }
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: 'list', items, by };
}

/** A chain of relations between sets, ratios or sums. */
function parseRelation(cursor: Cursor): Node | undefined {
  skipFillers(cursor);
  const terms: Node[] = [];
  const operators: RelationOperator[] = [];
  // `= 5` and `≈ 5` say no more than 5.
  if (relationAt(cursor) !== undefined) cursor.index++;
  if (endsList(cursor) || atSeparator(cursor)) return undefined;
  terms.push(parseSets(cursor));
  for (let operator = relationAt(cursor); operator !== undefined; operator = relationAt(cursor)) {
    cursor.index++;
    cursor.take('&');
    skipFillers(cursor);
    if (endsList(cursor) || atSeparator(cursor)) break;
    operators.push(operator);
    terms.push(parseSets(cursor));
  }
  const [first] = terms;
  return operators.length === 0 && first !== undefined ? first : { kind: 'relation', terms, operators };
}

function parseSets(cursor: Cursor): Node {
  let left = parseRatio(cursor);
  for (;;) {
    const operator = cursor.token?.kind === 'symbol' ? setOperators.get(cursor.token.text) : undefined;
    if (operator === undefined) return left;
    cursor.index++;
    left = { kind: 'set-operation', operator, left, right: parseRatio(cursor) };
  }
}

function parseRatio(cursor: Cursor): Node {
  const first = cursor.levels.sum(cursor);
  if (!atRatio(cursor)) return first;
  const terms = [first];
  while (atRatio(cursor) && cursor.ahead(1) !== undefined) {
    cursor.index++;
    terms.push(cursor.levels.sum(cursor));
  }
  // `Area: 5` announces, `3:5` compares.
  const [label, value] = terms;
  if (terms.length === 2 && label?.kind === 'text' && value !== undefined) return value;
  return terms.length > 1 ? { kind: 'ratio', terms } : first;
}

/** `3:5` and `3 to 5`. */
function atRatio(cursor: Cursor): boolean {
  if (cursor.at(':')) return !cursor.inSet;
  const token = cursor.token;
  return (token?.kind === 'text' || token?.kind === 'word') && token.text.trim() === 'to';
}

function relationAt(cursor: Cursor): RelationOperator | undefined {
  const token = cursor.token;
  if (token?.kind === 'word') return token.text === 'in' ? 'in' : undefined;
  if (token?.kind === 'command' && (token.text === 'not' || token.text === 'notin')) {
    if (token.text === 'notin') return undefined;
    const next = cursor.ahead(1);
    if (next?.kind !== 'symbol' || next.text !== '=') return undefined;
    cursor.index++;
    return '!=';
  }
  if (token?.kind !== 'symbol') return undefined;
  if (token.text === '<' || token.text === '>') {
    const next = cursor.ahead(1);
    if (next?.kind === 'symbol' && next.text === '=') {
      cursor.index++;
      return token.text === '<' ? '<=' : '>=';
    }
  }
  return relationOperators.get(token.text);
}

function passSeparators(cursor: Cursor): 'comma' | 'and' | 'or' | undefined {
  let found: 'comma' | 'and' | 'or' | undefined;
  for (;;) {
    const word = connective(cursor.token);
    if (word !== undefined) found = word;
    else if (atSeparator(cursor)) found ??= 'comma';
    else return found;
    cursor.index++;
  }
}

function atSeparator(cursor: Cursor): boolean {
  return cursor.at(',') || cursor.at(';');
}

/** `x^2 if x > 0`, `2n where n is an integer`: the condition is passed over up to the next separator. */
function passCondition(cursor: Cursor): boolean {
  if (!isConditionWord(cursor.token)) return false;
  while (cursor.token !== undefined && !atSeparator(cursor) && !closes(cursor)) cursor.index++;
  return cursor.token !== undefined && !closes(cursor);
}

function endsList(cursor: Cursor): boolean {
  return cursor.token === undefined || closes(cursor);
}

function closes(cursor: Cursor): boolean {
  const token = cursor.token;
  if (token === undefined) return true;
  if (token.kind === 'end') return true;
  if (token.kind !== 'symbol') return false;
  if (token.text === '|') return cursor.bars > 0;
  return [')', '}', '\\}', 'row', '&'].includes(token.text);
}
