import { call, product } from '../tree/make.ts';
import type { Node } from '../tree/node.ts';
import type { Cursor } from './cursor.ts';
import { parseFunction, root } from './parse-function.ts';
import { parsePostfix, startsAtom } from './parse-postfix.ts';
import { parseArgument, parseScript } from './parse-script.ts';
import { parseProduct } from './parse-sum.ts';
import { unreadable } from './unreadable.ts';
import { functionNames } from './vocabulary.ts';

const fractions = new Set(['frac', 'dfrac', 'tfrac', 'cfrac', 'nicefrac', 'sfrac', 'rac']);
const binomials = new Set(['binom', 'dbinom', 'tbinom', 'choose']);
/** Commands in front of a name that say what kind of thing it is. */
const prefixes = new Set(['angle', 'measuredangle', 'triangle', 'square', 'operatorname', 'Box', 'parallelogram']);
/** Commands whose argument is not part of the answer. */
const asides = new Set([
  'tag',
  'label',
  'phantom',
  'hphantom',
  'vphantom',
  'hspace',
  'vspace',
  'color',
  'hskip',
  'href',
]);
const sets: Readonly<Record<string, 'R' | 'Z' | 'N' | 'Q' | 'C'>> = { R: 'R', Z: 'Z', N: 'N', Q: 'Q', C: 'C' };

/** A LaTeX command that is followed by arguments, or stands for a value. */
export function parseCommand(cursor: Cursor): Node {
  const token = cursor.next();
  const name = token.text;
  if (fractions.has(name)) {
    const numerator = parseArgument(cursor);
    return { kind: 'quotient', numerator, denominator: parseArgument(cursor) };
  }
  if (binomials.has(name)) {
    const upper = parseArgument(cursor);
    return call('binomial', upper, parseArgument(cursor));
  }
  if (name === 'sqrt') return root(cursor);
  if (functionNames.has(name)) {
    cursor.index--;
    return parseFunction(cursor);
  }
  if (name === 'infty') return { kind: 'constant', name: 'infinity' };
  if (name === 'emptyset' || name === 'varnothing') return { kind: 'known-set', name: 'empty' };
  if (name === 'mathbb' || name === 'Bbb') return knownSet(cursor);
  if (name === 'sum' || name === 'prod') return series(cursor, name === 'sum' ? 'sum' : 'product');
  if (name === 'int' || name === 'lim' || name === 'iint' || name === 'oint') return opaque(cursor, name);
  if (prefixes.has(name)) return parsePostfix(cursor);
  if (asides.has(name)) {
    // `\phantom -1` hides the sign only.
    if (!cursor.take('-')) parseArgument(cursor);
    return startsAtom(cursor) ? parsePostfix(cursor) : product([]);
  }
  if (name === 'overset' || name === 'underset' || name === 'stackrel' || name === 'textcolor') {
    parseArgument(cursor);
    return parseArgument(cursor);
  }
  return { kind: 'name', name };
}

/** `\bar{x}` is another letter than `x`; over two letters and more it is a line segment or an arc. */
export function accent(cursor: Cursor): Node {
  const mark = cursor.next().text.slice('accent:'.length).replace('wide', '');
  const of = parseArgument(cursor);
  if (of.kind === 'name') return { kind: 'name', name: `${of.name}:${mark}` };
  if (of.kind === 'constant') return { kind: 'name', name: `${of.name}:${mark}` };
  return of.kind === 'product' ? of : call(`accent:${mark}`, of);
}

function knownSet(cursor: Cursor): Node {
  const of = parseArgument(cursor);
  const name = of.kind === 'name' ? sets[of.name] : undefined;
  return name === undefined ? of : { kind: 'known-set', name };
}

/** `\sum_{k=1}^{n} k^2`: the body reaches as far as a product does. */
function series(cursor: Cursor, operator: 'sum' | 'product'): Node {
  let lower: Node | undefined;
  let to: Node | undefined;
  const index = boundLetter(cursor);
  if (index !== undefined) cursor.bound.push(index);
  for (;;) {
    if (cursor.take('_')) lower = parseScript(cursor);
    else if (cursor.take('^')) to = parseScript(cursor);
    else break;
  }
  const body = cursor.inside(() => parseProduct(cursor));
  if (index !== undefined) cursor.bound.pop();
  const [variable, from] = lower?.kind === 'relation' && lower.operators[0] === '=' ? lower.terms : [];
  if (variable?.kind === 'name' && from !== undefined && to !== undefined) {
    return { kind: 'series', operator, variable: variable.name, from, to, body };
  }
  return call(`opaque:${operator}`, ...[lower, to, body].filter((part) => part !== undefined));
}

/** The letter in `_{k=`, known before the body is read. */
function boundLetter(cursor: Cursor): string | undefined {
  const tokens = [0, 1, 2, 3].map((count) => cursor.ahead(count));
  const [under, brace, letter, equals] = tokens;
  if (under?.text !== '_' || brace?.text !== '{' || letter?.kind !== 'letter' || equals?.text !== '=') return undefined;
  return letter.text;
}

/** Integrals and limits are compared by their parts; they are not computed. */
function opaque(cursor: Cursor, name: string): Node {
  const parts: Node[] = [];
  while (cursor.at('_') || cursor.at('^')) {
    cursor.index++;
    parts.push(parseScript(cursor));
  }
  if (!startsAtom(cursor)) throw unreadable;
  return call(
    `opaque:${name}`,
    ...parts,
    cursor.inside(() => parseProduct(cursor)),
  );
}
