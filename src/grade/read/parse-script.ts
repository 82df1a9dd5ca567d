import { integer, negation } from '../tree/make.ts';
import type { Node } from '../tree/node.ts';
import type { Cursor } from './cursor.ts';
import { parseAtom } from './parse-atom.ts';
import type { Token } from './token.ts';
import { unreadable } from './unreadable.ts';

/** An exponent or index: braces, or one atom with an optional sign. A number is taken whole: `x^10`. */
export function parseScript(cursor: Cursor): Node {
  return cursor.inside(() => {
    if (cursor.at('{')) return braced(cursor);
    if (cursor.take('-')) return negation(parseScript(cursor));
    if (cursor.take('+')) return parseScript(cursor);
    const token = cursor.token;
    if (token?.kind === 'text') {
      cursor.index++;
      return { kind: 'name', name: token.text.trim() };
    }
    const atom = parseAtom(cursor);
    // Powers bind to the right: 2^3^2, 2^{3}^{2}.
    return cursor.take('^') ? { kind: 'power', base: atom, exponent: parseScript(cursor) } : atom;
  });
}

/** The argument of a command: braces, or one token. LaTeX takes a single digit: `\frac12`. */
export function parseArgument(cursor: Cursor): Node {
  if (cursor.at('{')) return braced(cursor);
  const token = cursor.token;
  if (token?.kind !== 'number') return cursor.inside(() => parseAtom(cursor));
  if (token.end - token.start === 1) {
    cursor.index++;
    return integer(Number(token.text));
  }
  return firstDigit(cursor, token);
}

function firstDigit(cursor: Cursor, token: Token): Node {
  const [digit = '', ...rest] = cursor.source.slice(token.start, token.end);
  const remaining = rest.join('');
  if (!/^\d$/.test(digit) || !/^\d+(\.\d+)?$/.test(remaining)) throw unreadable;
  const [whole = '', fraction] = remaining.split('.');
  const places = fraction?.length ?? 0;
  cursor.replace([
    {
      ...token,
      start: token.start + 1,
      text: remaining.replace('.', ''),
      numeral: {
        end: token.end,
        digits: remaining,
        value: { numerator: BigInt(whole + (fraction ?? '')), denominator: 10n ** BigInt(places) },
        places: fraction === undefined ? undefined : places,
        significant: remaining.length,
      },
    },
  ]);
  return integer(Number(digit));
}

/** Braces group and are not seen. */
function braced(cursor: Cursor): Node {
  cursor.index++;
  if (cursor.take('}')) return { kind: 'list', items: [], by: 'comma' };
  if (cursor.token === undefined) throw unreadable;
  const node = cursor.enclosed(() => cursor.levels.list(cursor));
  if (!cursor.take('}') && cursor.token !== undefined) throw unreadable;
  return node;
}
