import { limits } from '../limits.ts';
import { type CommaReading, type Numeral, readNumeral } from './numeral.ts';
import type { Token } from './token.ts';
import { readUnit } from './units.ts';
import { unreadable } from './unreadable.ts';
import { commandKinds, symbolCommands } from './vocabulary.ts';

/** Symbols of more than one character, longest first. */
const longSymbols = ['...', '<=', '>=', '!=', '=>', '->', '**', '||', '=='] as const;

const shortened: ReadonlyMap<string, string> = new Map([
  ['**', '^'],
  ['->', '=>'],
  ['==', '='],
]);

/** Cuts an answer into tokens. Throws `unreadable` beyond the limits. */
export function tokenise(text: string, commas: CommaReading): Token[] {
  const tokens: Token[] = [];
  const money = dollarsAreMoney(text);
  let spaced = false;
  let at = 0;
  const push: Push = (kind, name, end, numeral) => {
    if (tokens.length >= limits.tokens) throw unreadable;
    tokens.push({ kind, text: name, spaced, start: at, end, numeral });
    spaced = false;
    at = end;
  };
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const character = text[at] as string;
    if (code <= 32 || character === '~') {
      spaced = true;
      at++;
    } else if (isDigit(code) || (character === '.' && isDigit(text.charCodeAt(at + 1)))) {
      const numeral = readNumeral(text, at, commas);
      push('number', numeral.digits, numeral.end, numeral);
    } else if (isLetter(code)) {
      let end = at + 1;
      while (isLetter(text.charCodeAt(end))) end++;
      end = gluedConnective(text, at, end) ?? end;
      push(end - at === 1 ? 'letter' : 'word', text.slice(at, end), end);
    } else if (character === '\\') {
      const end = readCommand(text, at, push);
      if (end > at) {
        spaced = true;
        at = end;
      }
    } else if (character === '$') {
      if (money) push('symbol', 'money', at + 1);
      else at++;
    } else if (code > 127) {
      readOther(text, at, push);
    } else {
      readSymbol(text, at, push);
    }
  }
  return tokens;
}

/** Adds a token that ends at `end` and begins where the reader stands. */
type Push = (kind: Token['kind'], text: string, end: number, numeral?: Numeral) => void;

/** Reads a backslash and what it begins; returns where to go on if it stands for nothing. */
function readCommand(text: string, at: number, push: Push): number {
  let end = at + 1;
  while (isLetter(text.charCodeAt(end))) end++;
  if (end === at + 1) return readEscape(text, at, push);
  const name = text.slice(at + 1, end);
  switch (commandKinds.get(name)) {
    case 'symbol':
      push('symbol', symbolCommands.get(name) ?? name, end);
      return at;
    case 'layout':
      // `\left.` is a bracket that is not there.
      return (name === 'left' || name === 'right') && text[end] === '.' ? end + 1 : end;
    case 'font':
      return end;
    case 'letter':
      push('letter', name, end);
      return at;
    case 'begin':
    case 'end':
      readEnvironment(text, name === 'begin' ? 'begin' : 'end', end, push);
      return at;
    case 'text':
      return readText(text, at, end, push);
    case 'accent':
      push('command', `accent:${name}`, end);
      return at;
    default:
      push('command', name, end);
      return at;
  }
}

const environment = /\s*\{([^{}]*)\}/y;

function readEnvironment(text: string, kind: 'begin' | 'end', at: number, push: Push): void {
  environment.lastIndex = at;
  const found = environment.exec(text);
  if (found === null) throw unreadable;
  push(kind, (found[1] ?? '').replace('*', '').trim(), environment.lastIndex);
}

function readText(text: string, at: number, end: number, push: Push): number {
  const braces = bracedText(text, end);
  if (braces === undefined) return end;
  // A formula in \text, like \text{2/3} or \text{(A)}, is read as if it stood there without.
  if (isFormula(braces.content)) return braces.end - braces.content.length - 1;
  push('text', braces.content, braces.end);
  return at;
}

function isFormula(content: string): boolean {
  if (/^\s*[-\d($\\.]/.test(content)) return true;
  return /[_^]/.test(content) && readUnit(content).dimension === undefined;
}

/** `x=1orx=-1`: the connective ends where it would be a word of its own. */
function gluedConnective(text: string, at: number, end: number): number | undefined {
  if (at === 0 || !/[\d)\]}]/.test(text[at - 1] ?? '')) return undefined;
  const found = /^(?:or|and)(?=[A-Zxyzabn][=(_]|[A-Zxyzabn]$|$)/.exec(text.slice(at, end + 1));
  return found === null || end - at > 5 ? undefined : at + found[0].length;
}

function readEscape(text: string, at: number, push: Push): number {
  const next = text[at + 1];
  if (next === undefined) return at + 1;
  if (next === '\\') push('symbol', 'row', at + 2);
  else if (next === '{' || next === '}') push('symbol', `\\${next}`, at + 2);
  else if (next === '%') push('symbol', '%', at + 2);
  else if (next === '$') push('symbol', 'money', at + 2);
  else if (next === '|') push('symbol', '||', at + 2);
  else if (next === '&' || next === '#' || next === '_') push('symbol', next, at + 2);
  else return at + 2;
  return at;
}

function readOther(text: string, at: number, push: Push): void {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (!/\p{L}/u.test(character)) {
    push('symbol', '€£¥₹¢'.includes(character) ? 'money' : character, at + character.length);
    return;
  }
  // Words of other scripts count as text: 美元, метров.
  let end = at;
  while (end < text.length && text.charCodeAt(end) > 127) end++;
  push('text', text.slice(at, end), end);
}

function readSymbol(text: string, at: number, push: Push): void {
  if (!'.<>!=-*|'.includes(text[at] as string)) {
    push('symbol', text[at] as string, at + 1);
    return;
  }
  for (const long of longSymbols) {
    if (!text.startsWith(long, at)) continue;
    // 5!=120 is a factorial; x != 3 is not.
    if (long === '!=' && at > 0 && /[\d)\]}]/.test(text[at - 1] ?? '')) continue;
    push('symbol', shortened.get(long) ?? long, at + long.length);
    return;
  }
  push('symbol', text[at] as string, at + 1);
}

/** The words between the braces that follow; undefined if none do. */
function bracedText(text: string, from: number): { content: string; end: number } | undefined {
  let at = from;
  while (text.charCodeAt(at) <= 32) at++;
  if (text[at] !== '{') {
    const next = text[at];
    return next !== undefined && /[A-Za-z0-9]/.test(next) ? { content: next, end: at + 1 } : undefined;
  }
  let depth = 0;
  for (let end = at; end < text.length; end++) {
    if (text[end] === '{') depth++;
    else if (text[end] === '}' && --depth === 0) return { content: text.slice(at + 1, end), end: end + 1 };
  }
  return { content: text.slice(at + 1), end: text.length };
}

/** An odd dollar sign is money; pairs of them enclose formulas. */
function dollarsAreMoney(text: string): boolean {
  let count = 0;
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', at + 1)) if (text[at - 1] !== '\\') count++;
  return count % 2 === 1;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}
