import { product } from '../tree/make.ts';
import type { Node } from '../tree/node.ts';
import type { Cursor } from './cursor.ts';
import { parseBrackets } from './parse-brackets.ts';
import { accent, parseCommand } from './parse-command.ts';
import { parseEnvironment } from './parse-environment.ts';
import { parseFunction } from './parse-function.ts';
import { parsePostfix } from './parse-postfix.ts';
import { moneyUnit } from './parse-words.ts';
import type { Token } from './token.ts';
import { unreadable } from './unreadable.ts';
import { functionNames, greekLetters } from './vocabulary.ts';

/** Letters that name functions when brackets follow: `f(x)`. Any other letter is a factor there. */
const functionLetters = new Set(['f', 'g', 'h', 'F', 'G', 'H']);

/** Words that are constants in plain text. */
const constantWords: ReadonlyMap<string, Node> = new Map<string, Node>([
  ['pi', { kind: 'constant', name: 'pi' }],
  ['Pi', { kind: 'constant', name: 'pi' }],
  ['inf', { kind: 'constant', name: 'infinity' }],
  ['infinity', { kind: 'constant', name: 'infinity' }],
  ['infty', { kind: 'constant', name: 'infinity' }],
  ['oo', { kind: 'constant', name: 'infinity' }],
]);

/** The smallest whole piece of a formula. */
export function parseAtom(cursor: Cursor): Node {
  const token = cursor.token;
  if (token === undefined) throw unreadable;
  switch (token.kind) {
    case 'number':
      cursor.index++;
      return literal(cursor, token);
    case 'letter':
      return letter(cursor, token.text);
    case 'word':
      return word(cursor, token);
    case 'text':
      return text(cursor, token);
    case 'command':
      return token.text.startsWith('accent:') ? accent(cursor) : parseCommand(cursor);
    case 'begin':
      return cursor.inside(() => parseEnvironment(cursor));
    case 'symbol':
      if (token.text === 'money') return money(cursor, token);
      if (token.text === '...') {
        cursor.index++;
        return { kind: 'name', name: '...' };
      }
      return parseBrackets(cursor);
    default:
      throw unreadable;
  }
}

function literal(cursor: Cursor, token: Token): Node {
  const { numeral } = token;
  if (numeral?.value === undefined) return { kind: 'text', text: cursor.source.slice(token.start, token.end) };
  return { kind: 'number', value: numeral.value, places: numeral.places, significant: numeral.significant };
}

function letter(cursor: Cursor, name: string): Node {
  cursor.index++;
  if (name === 'pi') return { kind: 'constant', name: 'pi' };
  if ((name === 'e' || name === 'i') && !cursor.bound.includes(name)) return { kind: 'constant', name };
  if (functionLetters.has(name) && cursor.at('(') && cursor.token?.spaced === false) {
    return { kind: 'call', name: `function:${name}`, arguments: argumentsOf(parseBrackets(cursor)) };
  }
  return { kind: 'name', name };
}

function argumentsOf(node: Node): readonly Node[] {
  return node.kind === 'group' || node.kind === 'list' ? node.items : [node];
}

function word(cursor: Cursor, token: Token): Node {
  const { text: name } = token;
  const constant = constantWords.get(name);
  if (constant !== undefined) {
    cursor.index++;
    return constant;
  }
  if (functionNames.has(name)) return parseFunction(cursor);
  if (greekLetters.has(name)) return letter(cursor, name);
  const prefix = functionPrefix(name);
  if (prefix !== undefined) {
    cursor.replace(split(token, [prefix, ...name.slice(prefix.length)]));
    return parseAtom(cursor);
  }
  if (!cursor.latex && name.length > 3 && /[aeiou]/i.test(name) && !/^[A-Z]+$/.test(name)) {
    cursor.index++;
    return { kind: 'text', text: name };
  }
  cursor.replace(split(token, [...name]));
  return parseAtom(cursor);
}

/** `sinx`, `pir`: a known name with letters stuck to it. */
function functionPrefix(name: string): string | undefined {
  for (const known of ['sin', 'cos', 'tan', 'log', 'ln', 'sqrt', 'pi']) {
    if (name.startsWith(known) && name.length <= known.length + 2) return known;
  }
  return undefined;
}

function split(token: Token, parts: readonly string[]): Token[] {
  let start = token.start;
  return parts.map((part, index) => {
    const piece: Token = {
      kind: part.length > 1 ? 'word' : 'letter',
      text: part,
      spaced: index === 0 && token.spaced,
      start,
      end: start + part.length,
      numeral: undefined,
    };
    start += part.length;
    return piece;
  });
}

function text(cursor: Cursor, token: Token): Node {
  const content = token.text.trim();
  if (functionNames.has(content)) return parseFunction(cursor);
  cursor.index++;
  if (content === '') return cursor.token === undefined ? product([]) : parseAtom(cursor);
  if (/^[A-Za-z]$/.test(content)) {
    return content === 'e' || content === 'i' ? { kind: 'constant', name: content } : { kind: 'name', name: content };
  }
  return { kind: 'text', text: content };
}

function money(cursor: Cursor, token: Token): Node {
  cursor.index++;
  const unit = moneyUnit(cursor.source.slice(token.start, token.end));
  if (cursor.token === undefined) throw unreadable;
  return { kind: 'quantity', value: cursor.inside(() => parsePostfix(cursor)), unit };
}
