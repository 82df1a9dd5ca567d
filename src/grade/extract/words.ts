import { numberFromWords } from '../read/number-words.ts';
import { isUnitPart } from '../read/units.ts';
import { functionNames, greekLetters } from '../read/vocabulary.ts';

/** Words that may stand in an answer without making it a sentence. */
const answerWords = new Set(
  (
    'and or percent pct percentage per cent degrees degree approximately about roughly exactly base mod pi inf infinity ' +
    'oo in th st nd rd am pm if for from to'
  ).split(' '),
);

/** Words that only sentences have. */
const sentenceWords = new Set(
  (
    'is are was were be the we it that this so thus hence therefore because since then which of have has get gets find answer solution ' +
    'let by as with can will would not there here i you my hope correct wrong our us one'
  ).split(' '),
);

const word = /\\[A-Za-z]+|[\p{L}][\p{L}'’]*/gu;

/** Words of prose in a text, formulas left out, with where they end. */
export function proseWords(
  text: string,
): readonly { readonly start: number; readonly end: number; readonly certain: boolean }[] {
  const found: { start: number; end: number; certain: boolean }[] = [];
  word.lastIndex = 0;
  for (let match = word.exec(text); match !== null; match = word.exec(text)) {
    const [name] = match;
    if (name.startsWith('\\')) {
      if (/^\\(?:text|mbox|mathrm|textbf|operatorname|textit|begin|end|label|textrm)$/.test(name)) {
        // What the command encloses is no prose around an answer.
        const close = text.indexOf('}', word.lastIndex);
        if (text[word.lastIndex] === '{' && close > 0) word.lastIndex = close + 1;
      }
      continue;
    }
    if (name.length < 2 || isAnswerWord(name)) continue;
    const lower = name.toLowerCase();
    // Short runs of letters stuck to digits or operators are products: 2ab, x+yz.
    if (
      name.length <= 3 &&
      /^[A-Za-z]+$/.test(name) &&
      !sentenceWords.has(lower) &&
      isAlgebra(text, match.index, match.index + name.length)
    )
      continue;
    found.push({ start: match.index, end: match.index + name.length, certain: sentenceWords.has(lower) });
  }
  return found;
}

/** A text that says something about an answer, rather than being one. */
export function isProse(text: string): boolean {
  const words = proseWords(text.length > 4_000 ? text.slice(0, 4_000) : text);
  if (words.length === 0) return false;
  const [only] = words;
  if (words.length >= 2 || only === undefined || only.certain) return true;
  // A word in front of a number introduces it, unless it is the name of a quantity: `Soucis : 2,74`, `speed = 3`.
  const behind = text.slice(only.end);
  return /\d/.test(behind) && !/\d/.test(text.slice(0, only.start)) && !/^[^\d]*[=<>≈]/.test(behind);
}

function isAnswerWord(name: string): boolean {
  const lower = name.toLowerCase();
  if (answerWords.has(lower) || functionNames.has(name) || greekLetters.has(name) || isUnitPart(name)) return true;
  if (/^[A-Z]{2,5}$/.test(name)) return true;
  return numberFromWords(name) !== undefined;
}

function isAlgebra(text: string, start: number, end: number): boolean {
  return /[\d)(^_*+/=<>-]/.test(text[start - 1] ?? '') || /[\d(^_*+/=<>){-]/.test(text[end] ?? '') || !/\s/.test(text);
}
