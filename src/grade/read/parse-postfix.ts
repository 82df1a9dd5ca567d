import { show } from '../number/rational.ts';
import { call, isWhole } from '../tree/make.ts';
import type { Node } from '../tree/node.ts';
import type { Cursor } from './cursor.ts';
import { numberFromWords } from './number-words.ts';
import { parseAtom } from './parse-atom.ts';
import { parseScript } from './parse-script.ts';
import { readUnit } from './units.ts';

/** An atom with its exponents, indices, factorials, primes, percent and degree signs. */
export function parsePostfix(cursor: Cursor): Node {
  let node = parseAtom(cursor);
  for (;;) {
    const token = cursor.token;
    if (token?.kind !== 'symbol') return node;
    if (token.text === '^') node = raised(cursor, node);
    else if (token.text === '_') node = indexed(cursor, node);
    else if (token.text === "'") node = primed(cursor, node);
    else if (token.text === '!') {
      cursor.index++;
      node = cursor.take('!') ? call('double-factorial', node) : call('factorial', node);
    } else if (token.text === '%') {
      cursor.index++;
      node = { kind: 'percent', value: node };
    } else if (token.text === 'deg') {
      cursor.index++;
      node = degrees(cursor, node);
    } else return node;
  }
}

/** Whether something that can be a factor comes next. */
export function startsAtom(cursor: Cursor): boolean {
  const token = cursor.token;
  if (token === undefined || token.kind === 'end') return false;
  if (token.kind === 'command') return !['choose', 'pmod', 'pod', 'mod', 'bmod', 'not', 'notin'].includes(token.text);
  if (token.kind === 'word') return token.text !== 'in';
  if (token.kind !== 'symbol') return true;
  if (token.text === '|') return cursor.bars === 0;
  if (token.text === '[') return cursor.ahead(1) !== undefined && !endsInterval(cursor);
  return ['(', '{', '\\{', 'floor', 'ceil', 'money'].includes(token.text);
}

/** `]a, b[` and `[a, b[`: a bracket that opens nothing closes. */
function endsInterval(cursor: Cursor): boolean {
  const following = cursor.ahead(1);
  return (
    following?.kind === 'symbol' && ['union', 'intersection', 'difference', ')', '}', ','].includes(following.text)
  );
}

function raised(cursor: Cursor, base: Node): Node {
  cursor.index++;
  const token = cursor.token;
  const opened = token?.kind === 'symbol' && token.text === '{';
  const first = opened ? cursor.ahead(1) : token;
  if (first?.kind === 'symbol' && (first.text === 'deg' || first.text === "'" || first.text === '*')) {
    const closing = opened ? cursor.ahead(2) : undefined;
    if (first.text !== '*' || !opened || closing?.text === '}') {
      cursor.index += opened ? 2 : 1;
      if (first.text === "'") while (cursor.at("'")) cursor.index++;
      if (opened) cursor.take('}');
      return first.text === 'deg' ? degrees(cursor, base) : decorated(base, first.text);
    }
  }
  if ((first?.kind === 'text' || first?.kind === 'word') && /^(th|st|nd|rd)$/.test(first.text.trim())) {
    cursor.index += opened ? 2 : 1;
    if (opened) cursor.take('}');
    return base;
  }
  // A transposed matrix; for a name, T is a letter like any other.
  if (base.kind === 'matrix' && (first?.text === 'T' || first?.text === 'top')) {
    cursor.index += opened ? 2 : 1;
    if (opened) cursor.take('}');
    return call('transpose', base);
  }
  return { kind: 'power', base, exponent: parseScript(cursor) };
}

function degrees(cursor: Cursor, value: Node): Node {
  const letter = cursor.token;
  const named = letter?.kind === 'letter' || letter?.kind === 'text' ? letter.text.trim() : '';
  if (named === 'C' || named === 'F') {
    cursor.index++;
    return { kind: 'quantity', value, unit: readUnit(named === 'C' ? 'celsius' : 'fahrenheit') };
  }
  return { kind: 'degrees', value };
}

function primed(cursor: Cursor, base: Node): Node {
  cursor.index++;
  return decorated(base, "'");
}

function decorated(base: Node, mark: string): Node {
  if (base.kind === 'name') return { kind: 'name', name: `${base.name}${mark}` };
  if (base.kind === 'indexed') return { ...base, base: decorated(base.base, mark) };
  if (base.kind === 'constant') return { kind: 'name', name: `${base.name}${mark}` };
  return call(`mark:${mark}`, base);
}

function indexed(cursor: Cursor, base: Node): Node {
  const before = cursor.index;
  cursor.index++;
  const digits = baseDigits(cursor, base, before);
  const radix = digits === undefined ? undefined : readBase(cursor);
  if (digits !== undefined && radix !== undefined) {
    const valid = [...digits].every((digit) => Number.parseInt(digit, 36) < radix);
    if (valid) return { kind: 'based', digits, base: radix };
  }
  cursor.index = before + 1;
  const index = parseScript(cursor);
  return { kind: 'indexed', base: base.kind === 'constant' ? { kind: 'name', name: base.name } : base, index };
}

/** The digits a subscript may be the base of: `1010`, `(1010)`, `1A`. */
function baseDigits(cursor: Cursor, base: Node, before: number): string | undefined {
  if (isWhole(base)) {
    const previous = cursor.tokens[before - 1];
    return previous?.kind === 'number' ? previous.text : show(base.value);
  }
  return undefined;
}

/** `_7`, `_{12}`, `_{\text{seven}}`, `_{\text{base } 7}`. */
function readBase(cursor: Cursor): number | undefined {
  const opened = cursor.take('{');
  let token = cursor.token;
  if ((token?.kind === 'text' || token?.kind === 'word') && /^\s*base\s*$/.test(token.text)) {
    cursor.index++;
    token = cursor.token;
  }
  if (token === undefined) return undefined;
  cursor.index++;
  if (opened && !cursor.take('}')) return undefined;
  const spelt = token.kind === 'text' || token.kind === 'word' ? token.text.replace(/base/i, '').trim() : '';
  const word = numberFromWords(spelt);
  const radix =
    token.kind === 'number' ? Number(token.text) : word === undefined ? Number(spelt) : Number(word.numerator);
  return Number.isInteger(radix) && radix >= 2 && radix <= 36 ? radix : undefined;
}
