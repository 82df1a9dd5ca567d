import { number } from '../tree/make.ts';
import type { Node } from '../tree/node.ts';
import { numberFromWords } from './number-words.ts';
import { plainText } from './plain-text.ts';
import { readAnswer } from './read-answer.ts';
import { readDate } from './read-date.ts';
import { functionNames, greekLetters } from './vocabulary.ts';

const clock =
  /^(?:\\text\{)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(?:\\text(?:rm)?\{|\\mathrm\{)?\s*([ap]\.?\s?m\.?)?\s*\}?$/i;
const clockHour = /^(\d{1,2})\s*(?:\\text\{)?\s*([ap])\.?\s?m\.?\}?$/i;
const choiceWithContent =
  /^(?:\\(?:text|textbf|mathrm|mathbf|textrm)\s*\{)?\s*(?:\(([A-J])\)|([A-J])[.):])\}?(?:\s|\\[ ,;]|~|\\q?quad|\})*(.*)$/s;

/** Answers that are no formulas: times of day, choices with their text, words. */
export function readSpecial(text: string): Node | undefined {
  const first = text.charCodeAt(0);
  if (text.includes('_')) {
    const based = readDigits(text);
    if (based !== undefined) return based;
  }
  const date = /[A-Za-z]{3}/.test(text) ? readDate(text) : undefined;
  if (date !== undefined) return { kind: 'text', text: date };
  if (first >= 48 && first <= 57) return readClock(text);
  const choice = /[A-J]/.test(text.slice(0, 12)) ? readChoice(text) : undefined;
  return choice ?? readWords(text);
}

const digitsInBase = /^(\\(?:text|mathrm)\s*\{)?\(?([0-9A-Z]{2,})\)?\}?_\{?(\d{1,2})\}?$/;

/** `2A_{16}`: digits beyond nine. */
function readDigits(text: string): Node | undefined {
  const found = digitsInBase.exec(text);
  const [digits, base] = [found?.[2] ?? '', Number(found?.[3])];
  // Letters alone are digits only in \text: AB_{12} is a name with an index.
  if (!/[A-Z]/.test(digits) || base < 11 || base > 36 || (!/\d/.test(digits) && found?.[1] === undefined)) {
    return undefined;
  }
  return [...digits].every((digit) => Number.parseInt(digit, 36) < base) ? { kind: 'based', digits, base } : undefined;
}

function readClock(text: string): Node | undefined {
  if (text.length > 40) return undefined;
  const found = clock.exec(text);
  if (found !== null) {
    const [hours, minutes, seconds] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
    const half = halfOf(found[4]);
    if (hours > 24 || minutes > 59 || seconds > 59 || (half !== undefined && hours > 12)) return undefined;
    return { kind: 'time', hours, minutes, seconds, half };
  }
  const hour = clockHour.exec(text);
  const half = halfOf(hour?.[2]);
  if (hour === null || half === undefined || Number(hour[1]) > 12) return undefined;
  return { kind: 'time', hours: Number(hour[1]), minutes: 0, seconds: 0, half };
}

function halfOf(letters: string | undefined): 'am' | 'pm' | undefined {
  if (letters === undefined) return undefined;
  return /^a/i.test(letters) ? 'am' : 'pm';
}

/** `(D) Alina`, `D. 12`, `\textbf{(D)}\ 12`. */
function readChoice(text: string): Node | undefined {
  const found = choiceWithContent.exec(text.replace(/^\$+|\$+$/g, ''));
  if (found === null) return undefined;
  const letter = found[1] ?? found[2] ?? '';
  const content = (found[3] ?? '').trim();
  // `A:B = 1` is a ratio, and `(A)` alone is read like `A`.
  if (content === '' || (found[2] !== undefined && !/[.):]\}?\s/.test(text.slice(0, 14)))) return undefined;
  if (/^[-+*/^=_<>,]|^\\(cup|cap|cdot|times|leq?|geq?|in)\b/.test(content)) return undefined;
  // `A. B. C. D.` is no choice with a choice in it.
  const nested = choiceWithContent.test(content);
  return { kind: 'choice', letter, content: nested ? undefined : readAnswer(content).trees[0] };
}

/** What words say that is a set. */
const setPhrases: ReadonlyMap<string, 'R' | 'Z' | 'empty'> = new Map([
  ['all real numbers', 'R'],
  ['all reals', 'R'],
  ['set of real numbers', 'R'],
  ['set of all real numbers', 'R'],
  ['all integers', 'Z'],
  ['no solution', 'empty'],
  ['no solutions', 'empty'],
  ['no real solution', 'empty'],
  ['no real solutions', 'empty'],
  ['empty set', 'empty'],
]);

/** Words, and lists of words: `Monday`, `\text{Alice and Bob}`, `twenty-one`. */
function readWords(text: string): Node | undefined {
  if (text.length > 2_000 || /[\d=<>^_+*/|]/.test(text) || !/[A-Za-z]{2}/.test(text)) return undefined;
  const plain = plainText(text);
  if (plain === undefined || !/^[\p{L}\s'’.,!?"&;-]+$/u.test(plain)) return undefined;
  const words = plain.split(/[\s,.;!?"-]+/).filter((word) => word !== '');
  if (words.length === 1 && !isWord(words[0] ?? '', text.includes('\\text'))) return undefined;
  if (words.some((word) => functionNames.has(word) && word !== 'max' && word !== 'min')) return undefined;
  if (words.every((word) => word.length < 2 || word === 'and' || word === 'or' || greekLetters.has(word)))
    return undefined;
  const value = numberFromWords(plain);
  if (value !== undefined) return number(value);
  const set = setPhrases.get(plain.toLowerCase().replace(/^(?:there (?:is|are) |the )|[.!]$/g, ''));
  if (set !== undefined) return { kind: 'known-set', name: set };
  const items = plain.split(/\s*(?:,|;|&)\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+/).filter((item) => item !== '');
  if (items.length === 1 || items.some((item) => item.split(' ').length > 3)) return { kind: 'text', text: plain };
  return { kind: 'list', items: items.map((item): Node => wordsOrNumber(item)), by: 'comma' };
}

function wordsOrNumber(item: string): Node {
  const value = numberFromWords(item);
  return value === undefined ? { kind: 'text', text: item } : number(value);
}

/** `odd` and `red` are words, `xyz` and `AB` are products of letters. */
function isWord(word: string, quoted: boolean): boolean {
  if (/^(pi|inf|infinity|oo|infty)$/i.test(word) || greekLetters.has(word)) return false;
  if (quoted || /^(?:yes|no|true|false|none)$/i.test(word)) return word.length > 1;
  return word.length >= 3 && /[aeiouy]/i.test(word) && !/^[A-Z]{2,4}$/.test(word) && !/^[abcxyz]+$/.test(word);
}
