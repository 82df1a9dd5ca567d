import { type Span, spans } from './spans.ts';
import { isProse, proseWords } from './words.ts';

/** A piece of a text. */
export interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'formula' | 'number' | 'sentence';
}

const joint = /^(?:\s|,|;|\\quad|\\,)*(?:(?:and|or|et|y|und|oder|ou)\b)?\s*$/;
const behind = /^\s*(?:\\?%|percent(?:age)?\b|pct\b|per cent\b|degrees?\b|\^?\\circ)/;

/** A number in prose, with its sign, separators, fraction, currency and percent sign. */
const numbers =
  /(?<![A-Za-zÀ-ž\d_.,/^])(?:(?<![\d)]\s{0,2})[-−]\s?)?[$€£¥]?\s?(?:\d{1,3}(?:[,  ]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?(?:\s?\/\s?\d+)?(?:\s\d+\/\d+)?(?:\s?(?:%|percent\b|pct\b|\\%))?|(?<![\dA-Za-zÀ-ž])[-−]?\.\d+/gu;

/**
 * The value that a statement leads to: a formula at its beginning, all of it if it is no sentence, what stands behind
 * its last verb, or its first number.
 */
export function valueIn(statement: string): Piece | undefined {
  const lead = /^(?:[\s:*_"'“”`#>=]|\\n)*/.exec(statement)?.[0].length ?? 0;
  const sentence = statement.slice(lead, lead + sentenceLength(statement.slice(lead)));
  if (!/[\p{L}\d]/u.test(sentence)) return undefined;
  const shifted = (piece: Piece | undefined): Piece | undefined =>
    piece && { ...piece, start: piece.start + lead, end: piece.end + lead };
  const formulas = spans(sentence);
  const [first] = formulas;
  if (first?.start === 0) return shifted(joined(sentence, formulas, 0));
  if (!isProse(sentence)) return shifted({ text: sentence, start: 0, end: sentence.length, kind: 'sentence' });
  return shifted(leading(sentence) ?? afterVerb(sentence) ?? firstValue(sentence, formulas));
}

/** The last value of a text that announces none: its last formula or number, whichever comes later. */
export function lastValue(text: string): Piece | undefined {
  const formulas = spans(text).filter((span) => hasValue(span.content));
  const formula = formulas.at(-1);
  const number = lastNumber(text, formula?.end ?? 0);
  // `1/3, or about 33.3%`: what follows only rounds the formula before it.
  const rounds = number !== undefined && formula !== undefined && rounded.test(text.slice(formula.end, number.start));
  if (number !== undefined && !rounds) return computed(text, number) ?? suffixFormula(text, number) ?? number;
  if (formula === undefined) return undefined;
  let index = formulas.length - 1;
  while (index > 0 && joint.test(text.slice(formulas[index - 1]!.end, formulas[index]!.start))) index--;
  return joined(text, formulas, index);
}

const rounded = /^[\s,(]*(?:or|which is|that is|i\.e\.,?)?\s*(?:about|approximately|roughly|around|≈|\\approx)\s*$/;

function joined(text: string, formulas: readonly Span[], from: number): Piece {
  let last = formulas[from]!;
  for (const next of formulas.slice(from + 1)) {
    if (!joint.test(text.slice(last.end, next.start))) break;
    last = next;
  }
  const start = formulas[from]!.start;
  const unit = behind.exec(text.slice(last.end, last.end + 24))?.[0].length ?? 0;
  const end = last.end + unit;
  return { text: text.slice(start, end), start, end, kind: 'formula' };
}

/** `5 because ...`: what stands before the first word of prose. */
function leading(sentence: string): Piece | undefined {
  const first = proseWords(sentence)[0];
  if (first === undefined || !/^[-+$\d(\\[]/.test(sentence)) return undefined;
  const text = sentence.slice(0, first.start).replace(/[\s,;:(–—-]+$/, '');
  return /\d|\\pi/.test(text) && balanced(text) ? { text, start: 0, end: text.length, kind: 'sentence' } : undefined;
}

const verb =
  /\b(?:is|are|was|equals?|equal to|be|as|exactly|est|es|ist|sont|est de)\s+(?!not\b)|[:=：]\s*|(?:是|为|為|等于|は)\s*/giu;

function afterVerb(sentence: string): Piece | undefined {
  const verbs = [...sentence.matchAll(verb)].reverse();
  for (const match of verbs) {
    if (match[0].trim() === '=' && !/[A-Za-z]\s*$/.test(sentence.slice(0, match.index))) continue;
    const start = match.index + match[0].length;
    const rest = sentence.slice(start);
    const lead = /^[\s*_"'“”`]*/.exec(rest)?.[0].length ?? 0;
    const found = valueBehind(rest.slice(lead));
    if (found !== undefined) return { ...found, start: found.start + start + lead, end: found.end + start + lead };
  }
  return undefined;
}

function valueBehind(rest: string): Piece | undefined {
  const formulas = spans(rest);
  if (formulas[0]?.start === 0 && hasValue(formulas[0].content)) return joined(rest, formulas, 0);
  if (!isProse(rest) && /[\d\\]/.test(rest)) return { text: rest, start: 0, end: rest.length, kind: 'sentence' };
  return leading(rest);
}

function firstValue(sentence: string, formulas: readonly Span[]): Piece | undefined {
  const index = formulas.findIndex((span) => hasValue(span.content));
  const formula = index < 0 ? undefined : joined(sentence, formulas, index);
  numbers.lastIndex = 0;
  const found = numbers.exec(sentence);
  if (found !== null && (formula === undefined || found.index < formula.start)) return numberPiece(found);
  return formula;
}

function lastNumber(text: string, from: number): Piece | undefined {
  let last: Piece | undefined;
  numbers.lastIndex = from;
  for (let match = numbers.exec(text); match !== null; match = numbers.exec(text)) last = numberPiece(match);
  return last;
}

function numberPiece(match: RegExpExecArray): Piece {
  const text = match[0].trim();
  const start = match.index + match[0].indexOf(text);
  return { text, start, end: start + text.length, kind: 'number' };
}

const result = /=\s*([$€£]?\s?\d[\d,]*(?:\.\d+)?(?:\s?%)?)(?=[\s.,;)])/g;

/** `40 - 24 = 16 people that chose box 12`: a number that only describes the result before it. */
function computed(text: string, number: Piece): Piece | undefined {
  const lineStart = Math.max(text.lastIndexOf('\n', number.start), text.lastIndexOf('. ', number.start)) + 1;
  const found = [...text.slice(lineStart, number.start).matchAll(result)].at(-1);
  if (found === undefined) return undefined;
  const start = lineStart + found.index + found[0].length - (found[1] ?? '').length;
  const between = text.slice(start + (found[1] ?? '').length, number.start);
  if (!/\b(?:that|which|in|for|per|to|of|with|than|after|on|from)\b/.test(between)) return undefined;
  if (/\b(?:is|are|so|and|therefore|thus|hence|equals?|but|then)\b|[=;:]/.test(between)) return undefined;
  return { text: found[1] ?? '', start, end: start + (found[1] ?? '').length, kind: 'number' };
}

/** `so y = 2x + 3`: the formula without delimiters that the last number is part of. */
function suffixFormula(text: string, number: Piece): Piece | undefined {
  const lineStart = Math.max(text.lastIndexOf('\n', number.start), text.lastIndexOf('. ', number.start)) + 1;
  const line = text.slice(lineStart, lineStart + 400).split('\n')[0] ?? '';
  const prose = proseWords(line.slice(0, number.start - lineStart)).at(-1);
  if (prose === undefined) return undefined;
  const rest = line.slice(prose.end);
  const formula = rest.slice(0, sentenceLength(rest)).replace(/[\s.,;:!?)*]+$/, '');
  const lead = /^(?:[\s:,*"'“”(`]|\b(?:for|to|in|from|at|of|if|a|an|per)\b)*/.exec(formula)?.[0].length ?? 0;
  const content = formula.slice(lead);
  const start = lineStart + prose.end + lead;
  if (start + content.length < number.end - 1 || isProse(content) || !balanced(content) || content.includes('$')) {
    return undefined;
  }
  if (proseWords(content).length > 0 || !/[^\d\s.,$€£%-]/.test(content)) return undefined;
  return { text: content, start, end: start + content.length, kind: 'formula' };
}

/** More than the name of something: `$n$` and `$ABCD$` are no values. */
function hasValue(content: string): boolean {
  if (/[\d=<>+^]|\\(?:pi|infty|emptyset|varnothing|frac|sqrt|l[te]|g[te]|ne|in|text)/.test(content)) return true;
  return !/^[\sA-Za-z\\{}_'.,$]*$/.test(content);
}

function balanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '(' || character === '[' || character === '{') depth++;
    else if (character === ')' || character === ']' || character === '}') depth--;
  }
  return depth === 0;
}

/** Up to the end of the sentence or line; full stops in numbers and formulas do not count. */
export function sentenceLength(text: string): number {
  const window = text.slice(0, 2_000);
  const formulas = window.includes('$') || window.includes('\\(') || window.includes('\\[') ? spans(window) : [];
  const end = /[.!?](?=\s|$|["'”*<])|[。！？]|\n/g;
  for (let match = end.exec(window); match !== null; match = end.exec(window)) {
    const at = match.index;
    if (!formulas.some((span) => span.start < at && at < span.end)) return at;
  }
  return window.length;
}
