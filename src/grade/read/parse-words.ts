import { integer, product } from '../tree/make.ts';
import type { Node } from '../tree/node.ts';
import type { Unit } from '../tree/unit.ts';
import type { Cursor } from './cursor.ts';
import type { Token } from './token.ts';
import { isUnitPart, isUnitWord, readUnit } from './units.ts';
import { conditionWords, fillerWords, functionNames } from './vocabulary.ts';

/** `and` and `or` between items, as words, in `\text`, or as `\land` and `\lor`. */
export function connective(token: Token | undefined): 'and' | 'or' | undefined {
  if (token === undefined || token.kind === 'number' || token.kind === 'letter') return undefined;
  if (token.kind === 'symbol') return token.text === 'and' || token.text === 'or' ? token.text : undefined;
  const word = token.kind === 'text' ? token.text.replace(/[\s,;.~\\]+/g, '').toLowerCase() : token.text;
  return word === 'and' || word === 'or' ? word : undefined;
}

export function isConditionWord(token: Token | undefined): boolean {
  if (token?.kind !== 'word' && token?.kind !== 'text') return false;
  return conditionWords.has(/[A-Za-z]+/.exec(token.text)?.[0]?.toLowerCase() ?? '');
}

/** Passes words such as `approximately` in front of a value. */
export function skipFillers(cursor: Cursor): void {
  for (;;) {
    const token = cursor.token;
    if (token?.kind !== 'word' && token?.kind !== 'text') return;
    if (cursor.ahead(1) === undefined || connective(token) !== undefined) return;
    // `\text{Answer: } 7` and `\text{The answer is } 7`: a label.
    if (token.kind === 'text' && /(?:\b(?:is|are|equals)|[:=])\s*$/i.test(token.text)) {
      cursor.index++;
      continue;
    }
    if (token.text.trim() !== '' && !fillerWords.has(token.text.trim().toLowerCase())) return;
    cursor.index++;
  }
}

/**
 * What stands behind a value, if it is a unit: percent, degrees, a unit or a word such as `apples`.
 * A single letter counts as a unit only where it cannot be algebra: in `\text`, or set apart at the end.
 */
export function attachUnit(cursor: Cursor, value: Node): Node | undefined {
  const token = cursor.token;
  if (token === undefined) return undefined;
  if (token.kind === 'symbol' && token.text === 'money') {
    cursor.index++;
    return quantity(value, moneyUnit(cursor.source.slice(token.start, token.end)));
  }
  if (connective(token) !== undefined || isConditionWord(token)) return undefined;
  if (token.kind === 'command') return token.text.endsWith('frac') ? fractionUnit(cursor, value) : undefined;
  if (token.kind !== 'word' && token.kind !== 'text' && token.kind !== 'letter') return undefined;
  if (token.kind === 'letter' && (cursor.latex || !token.spaced)) return undefined;
  const word = token.text.trim();
  const lower = word.toLowerCase();
  if (/^(percent|pct|percentage|per cent|percents)\b/.test(lower)) {
    cursor.index++;
    return { kind: 'percent', value };
  }
  if (word === 'th' || word === 'st' || word === 'nd' || word === 'rd') {
    cursor.index++;
    return value;
  }
  if (/^deg(ree)?s?$/.test(lower) && !/^(celsius|fahrenheit|[CF])$/i.test(cursor.ahead(1)?.text.trim() ?? '')) {
    cursor.index++;
    return { kind: 'degrees', value };
  }
  const scale = scales.get(lower);
  if (scale !== undefined) {
    cursor.index++;
    return product([value, { kind: 'power', base: integer(10), exponent: integer(scale) }]);
  }
  if (!beginsUnit(cursor, token, value)) return undefined;
  return quantity(value, readUnit(unitText(cursor)));
}

/** Words that multiply the number before them, as powers of ten. */
const scales: ReadonlyMap<string, number> = new Map([
  ['thousand', 3],
  ['million', 6],
  ['billion', 9],
  ['trillion', 12],
]);

/** Money in front of its amount: `$5`, `€ 5`. */
export function moneyUnit(sign: string): Unit {
  const names: Readonly<Record<string, string>> = { '€': 'euro', '£': 'gbp', '¥': 'yen', '₹': 'rupee', '¢': 'cent' };
  return readUnit(names[sign] ?? 'dollar');
}

function quantity(value: Node, unit: Unit): Node {
  return { kind: 'quantity', value, unit };
}

const unitFraction =
  /\\[dt]?frac\s*\{\s*\\(?:text|mathrm)\s*\{\s*([A-Za-z ]+?)\s*\}\s*\}\s*\{\s*\\(?:text|mathrm)\s*\{\s*([A-Za-z ]+?)\s*\}\s*(?:\^\s*\{?(\d)\}?)?\s*\}/y;

/** `9.8 \frac{\text{m}}{\text{s}^2}`: a fraction of units. */
function fractionUnit(cursor: Cursor, value: Node): Node | undefined {
  unitFraction.lastIndex = cursor.token?.start ?? 0;
  const found = unitFraction.exec(cursor.source);
  if (found === null) return undefined;
  while (cursor.token !== undefined && cursor.token.start < unitFraction.lastIndex) cursor.index++;
  return quantity(value, readUnit(`${found[1]}/${found[2]}${found[3] === undefined ? '' : `^${found[3]}`}`));
}

function beginsUnit(cursor: Cursor, token: Token, value: Node): boolean {
  const word = token.text.trim();
  const next = cursor.ahead(1);
  if (token.kind === 'letter') {
    if (!isUnitWord(word) || !token.spaced || cursor.latex || !endsWithNumber(value)) return false;
    return next === undefined || (next.kind === 'symbol' && /^(\^|\/|\*|,|\.|row|\))$/.test(next.text));
  }
  if (token.kind === 'text') return word !== '' && word !== 'to' && (word === 'min' || !functionNames.has(word));
  if (functionNames.has(word) && (word !== 'min' || next?.text === '(')) return false;
  if (isUnitPart(word)) return word !== 'in' || next === undefined || next.kind === 'symbol';
  return token.spaced && word.length >= 3 && endsWithNumber(value);
}

function endsWithNumber(value: Node): boolean {
  switch (value.kind) {
    case 'number':
    case 'percent':
      return true;
    case 'quotient':
      return endsWithNumber(value.denominator);
    case 'power':
      return endsWithNumber(value.exponent);
    case 'negation':
      return endsWithNumber(value.of);
    case 'quantity':
      return endsWithNumber(value.value);
    case 'sum':
      return endsWithNumber(value.terms.at(-1)!);
    case 'product':
      return endsWithNumber(value.factors.at(-1)!);
    default:
      return false;
  }
}

/** Passes the words of a unit and gives them as one text: `\text{m}/\text{s}^2` is `m/s^2`. */
function unitText(cursor: Cursor): string {
  const parts: string[] = [];
  for (let token = cursor.token; token !== undefined; token = cursor.token) {
    if (token.kind === 'word' || token.kind === 'text') {
      if (connective(token) !== undefined || isConditionWord(token)) break;
      parts.push(token.text.trim());
    } else if (token.kind === 'letter') {
      // `6 hours a week` are hours per week.
      if (token.text === 'a' && parts.length > 0 && cursor.ahead(1)?.kind === 'word') {
        parts.push('per');
        cursor.index++;
        continue;
      }
      if (!isUnitWord(token.text)) break;
      parts.push(token.text);
    } else if (token.kind === 'symbol' && (token.text === '/' || token.text === '*')) {
      const following = cursor.ahead(1);
      if (following === undefined || following.kind === 'number') break;
      parts.push(token.text);
    } else if (token.kind === 'symbol' && token.text === '^') {
      const exponent = unitExponent(cursor);
      if (exponent === undefined) break;
      parts.push(exponent);
      continue;
    } else break;
    cursor.index++;
  }
  return parts.join(' ');
}

function unitExponent(cursor: Cursor): string | undefined {
  const found = /^\^\s*\{?\s*(-?\d+)\s*\}?/.exec(cursor.source.slice(cursor.token?.start ?? 0));
  if (found === null) return undefined;
  const end = (cursor.token?.start ?? 0) + found[0].length;
  while (cursor.token !== undefined && cursor.token.start < end) cursor.index++;
  return `^${found[1]}`;
}
