import { some } from '../tree/children.ts';
import { call, integer, product } from '../tree/make.ts';
import type { Node } from '../tree/node.ts';
import type { Cursor } from './cursor.ts';
import { parseBrackets } from './parse-brackets.ts';
import { parsePostfix, startsAtom } from './parse-postfix.ts';
import { parseArgument, parseScript } from './parse-script.ts';
import { unreadable } from './unreadable.ts';
import { functionNames, inverses } from './vocabulary.ts';

/** `\sin^2 x`, `\log_2(8)`, `gcd(12, 18)`: the name, its scripts, and what it is applied to. */
export function parseFunction(cursor: Cursor): Node {
  let name = functionNames.get(cursor.next().text.trim());
  if (name === undefined) throw unreadable;
  if (name === 'sqrt' && cursor.at('[')) return root(cursor);
  let base: Node | undefined;
  let exponent: Node | undefined;
  for (;;) {
    if (cursor.take('_')) base = parseScript(cursor);
    else if (cursor.take('^')) exponent = parseScript(cursor);
    else break;
  }
  if (exponent !== undefined && isMinusOne(exponent) && inverses.has(name)) {
    name = inverses.get(name) ?? name;
    exponent = undefined;
  }
  const parts = cursor.inside(() => argumentsOf(cursor));
  const applied = apply(name, base, parts);
  return exponent === undefined ? applied : { kind: 'power', base: applied, exponent };
}

/** `\sqrt[3]{x}`. */
export function root(cursor: Cursor): Node {
  let index: Node | undefined;
  if (cursor.take('[')) {
    index = cursor.enclosed(() => cursor.levels.sum(cursor));
    if (!cursor.take(']')) throw unreadable;
  }
  const of = parseArgument(cursor);
  return { kind: 'root', index, of };
}

function apply(name: string, base: Node | undefined, parts: readonly Node[]): Node {
  const [first] = parts;
  if (first === undefined) throw unreadable;
  if (name === 'sqrt') return { kind: 'root', index: undefined, of: first };
  if (name === 'cbrt') return { kind: 'root', index: integer(3), of: first };
  if (name === 'exp') return { kind: 'power', base: { kind: 'constant', name: 'e' }, exponent: first };
  if (name === 'lg') return call('log', first, integer(10));
  if (name === 'log' || name === 'ln') return base === undefined ? call('ln', first) : call('log', first, base);
  if (name === 'cis') return { kind: 'power', base: { kind: 'constant', name: 'e' }, exponent: product([i, first]) };
  return { kind: 'call', name, arguments: parts };
}

const i: Node = { kind: 'constant', name: 'i' };

function argumentsOf(cursor: Cursor): readonly Node[] {
  if (cursor.at('(') || cursor.at('{') || cursor.at('[')) {
    const brackets = parseBrackets(cursor);
    return brackets.kind === 'group' || brackets.kind === 'list' ? brackets.items : [brackets];
  }
  return [implicitArgument(cursor)];
}

/** Without brackets a function takes the factors behind it, up to a sign, an operator or another function. */
function implicitArgument(cursor: Cursor): Node {
  if (!startsAtom(cursor)) throw unreadable;
  const factors = [parsePostfix(cursor)];
  while (startsAtom(cursor) && !isFunction(cursor) && cursor.token?.kind !== 'text') {
    // `\sin x (a + b)`: what is in brackets is no part of the argument.
    if (cursor.at('(') || cursor.at('money')) break;
    factors.push(parsePostfix(cursor));
  }
  const argument = product(factors);
  // `\sin \pi/6` means the sine of a sixth of pi; `\sin x/2` is left alone.
  if (cursor.at('/') && cursor.ahead(1)?.kind === 'number' && isAngle(argument)) {
    cursor.index++;
    return { kind: 'quotient', numerator: argument, denominator: parsePostfix(cursor) };
  }
  return argument;
}

function isFunction(cursor: Cursor): boolean {
  const token = cursor.token;
  return token !== undefined && token.kind !== 'symbol' && functionNames.has(token.text.trim());
}

function isAngle(node: Node): boolean {
  return (
    some(node, (part) => part.kind === 'constant' && part.name === 'pi') && !some(node, (part) => part.kind === 'name')
  );
}

function isMinusOne(node: Node): boolean {
  return node.kind === 'negation' && node.of.kind === 'number' && node.of.value.numerator === 1n;
}
