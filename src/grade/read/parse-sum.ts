import { compare } from '../number/compare.ts';
import { integer, isWhole, negation, product, sum } from '../tree/make.ts';
import type { Node } from '../tree/node.ts';
import type { Cursor } from './cursor.ts';
import { parsePostfix, startsAtom } from './parse-postfix.ts';
import { attachUnit, connective, isConditionWord } from './parse-words.ts';
import type { Token } from './token.ts';

/** Terms with `+`, `-`, `±` and `∓` between and before them. */
export function parseSum(cursor: Cursor): Node {
  return cursor.inside(() => {
    let terms: Node[] = [];
    for (let sign = passSign(cursor) ?? '+'; ; ) {
      const term = parseProduct(cursor);
      if (sign === '±' || sign === '∓') {
        const left = terms.length === 0 ? undefined : sum(terms);
        terms = [{ kind: 'either-sign', left, right: term, first: sign === '±' ? '+' : '-' }];
      } else {
        terms.push(sign === '-' ? negation(term) : term);
      }
      const following = passSign(cursor);
      if (following === undefined) break;
      sign = following;
    }
    const whole = sum(terms);
    // `n \choose k` binds weaker than everything else between its braces.
    if (cursor.token?.kind === 'command' && cursor.token.text === 'choose') {
      cursor.index++;
      return { kind: 'call', name: 'binomial', arguments: [whole, parseSum(cursor)] };
    }
    return whole;
  });
}

/** Factors side by side or with operators between them, from left to right, and the unit behind them. */
export function parseProduct(cursor: Cursor): Node {
  let factors: Node[] = [parseFactor(cursor)];
  for (;;) {
    if (cursor.at('*') || cursor.at('/') || timesLetter(cursor)) {
      const division = cursor.next().text === '/';
      const factor = parseFactor(cursor);
      if (division) factors = [{ kind: 'quotient', numerator: product(factors), denominator: factor }];
      else factors.push(factor);
      continue;
    }
    const value = product(factors);
    const measured = attachUnit(cursor, value);
    if (measured !== undefined) {
      factors = [compound(cursor, measured)];
      continue;
    }
    if (!startsAtom(cursor) || endsProduct(cursor.token)) return modulo(cursor, value);
    const beside = cursor.token?.kind === 'number';
    const factor = parsePostfix(cursor);
    const previous = factors.at(-1);
    const mixed = previous === undefined ? undefined : mixedNumber(previous, factor);
    const minutes = previous === undefined ? undefined : degreesAndMinutes(previous, factor);
    if (mixed !== undefined) factors[factors.length - 1] = mixed;
    else if (minutes !== undefined) factors[factors.length - 1] = minutes;
    // `1 1/2`: the fraction follows as number, slash, number.
    else if (beside && previous !== undefined && isWhole(previous) && isWhole(factor)) {
      factors[factors.length - 1] = plainMixedNumber(cursor, previous, factor);
    } else factors.push(factor);
  }
}

/** `39 x 2`: an x set apart between two numbers multiplies them. */
function timesLetter(cursor: Cursor): boolean {
  const [token, before, after] = [cursor.token, cursor.ahead(-1), cursor.ahead(1)];
  if (token?.kind !== 'letter' || (token.text !== 'x' && token.text !== 'X') || !token.spaced) return false;
  return after?.kind === 'number' && after.spaced && before !== undefined && before.kind !== 'letter';
}

function endsProduct(token: Token | undefined): boolean {
  if (connective(token) !== undefined || isConditionWord(token)) return true;
  return (token?.kind === 'text' || token?.kind === 'word') && token.text.trim() === 'to';
}

/** `3 hours 30 minutes`, `5 ft 3 in`: the smaller unit counts in the larger. */
function compound(cursor: Cursor, larger: Node): Node {
  if (larger.kind !== 'quantity' || larger.unit.dimension === undefined || cursor.token?.kind !== 'number')
    return larger;
  const before = cursor.index;
  const number = parsePostfix(cursor);
  const smaller = attachUnit(cursor, number);
  if (smaller?.kind === 'quantity' && smaller.unit.dimension === larger.unit.dimension) {
    const ratio = larger.unit.factor / smaller.unit.factor;
    if (Number.isInteger(Math.round(ratio)) && Math.abs(ratio - Math.round(ratio)) < 1e-9 && ratio > 1) {
      const part: Node = { kind: 'quotient', numerator: number, denominator: integer(Math.round(ratio)) };
      return { ...larger, value: sum([larger.value, part]) };
    }
  }
  cursor.index = before;
  return larger;
}

/** `30° 15'`. */
function degreesAndMinutes(degrees: Node, minutes: Node): Node | undefined {
  if (degrees.kind !== 'degrees' || minutes.kind !== 'call' || minutes.name !== "mark:'") return undefined;
  const part: Node = { kind: 'quotient', numerator: minutes.arguments[0]!, denominator: integer(60) };
  return { kind: 'degrees', value: sum([degrees.value, part]) };
}

function parseFactor(cursor: Cursor): Node {
  const sign = passSign(cursor);
  if (sign === undefined) return parsePostfix(cursor);
  const factor = cursor.inside(() => parseFactor(cursor));
  if (sign === '+') return factor;
  if (sign === '-') return negation(factor);
  return { kind: 'either-sign', left: undefined, right: factor, first: sign === '±' ? '+' : '-' };
}

function passSign(cursor: Cursor): '+' | '-' | '±' | '∓' | undefined {
  const token = cursor.token;
  if (token?.kind !== 'symbol') return undefined;
  const { text } = token;
  if (text !== '+' && text !== '-' && text !== '±' && text !== '∓') return undefined;
  cursor.index++;
  // `+/-` and `+-` are plain text for `±`.
  if (text === '+') {
    if (cursor.at('/') && cursor.ahead(1)?.text === '-') {
      cursor.index += 2;
      return '±';
    }
    if (cursor.at('-') && cursor.token?.spaced === false) {
      cursor.index++;
      return '±';
    }
  }
  return text;
}

/** `2\frac{1}{2}` is two and a half; `2\frac{3}{2}` and `2\frac{x}{2}` are products. */
function mixedNumber(whole: Node, fraction: Node): Node | undefined {
  if (!isWhole(whole) || fraction.kind !== 'quotient') return undefined;
  const { numerator, denominator } = fraction;
  if (!isWhole(numerator) || !isWhole(denominator)) return undefined;
  return compare(numerator.value, denominator.value) < 0 ? sum([whole, fraction]) : undefined;
}

function plainMixedNumber(cursor: Cursor, whole: Node, numerator: Node): Node {
  if (cursor.take('/')) {
    const denominator = parsePostfix(cursor);
    const fraction: Node = { kind: 'quotient', numerator, denominator };
    return mixedNumber(whole, fraction) ?? product([whole, fraction]);
  }
  return product([whole, numerator]);
}

/** `3 \pmod 5`: the modulus is kept like a unit. */
function modulo(cursor: Cursor, value: Node): Node {
  const token = cursor.token;
  if (token?.kind !== 'command' || !['pmod', 'mod', 'bmod', 'pod'].includes(token.text)) return value;
  cursor.index++;
  const modulus = parsePostfix(cursor);
  if (token.text === 'bmod' || token.text === 'mod') {
    return { kind: 'call', name: 'mod', arguments: [value, modulus] };
  }
  const text = isWhole(modulus) ? `mod ${modulus.value.numerator}` : 'mod';
  return { kind: 'quantity', value, unit: { text, dimension: text, factor: 1 } };
}
