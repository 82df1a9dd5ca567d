import { limits } from '../limits.ts';
import { type Rational, rational } from '../number/rational.ts';

/** What a comma between digits is taken for: part of a number, an end of one, or a decimal point. */
export type CommaReading = 'thousands' | 'separator' | 'decimal';

export interface Numeral {
  readonly end: number;
  readonly digits: string;
  /** Undefined where the numeral is too long to be computed with. */
  readonly value: Rational | undefined;
  readonly places: number | undefined;
  readonly significant: number;
}

const thousands = /[1-9]\d{0,2}(?:(?:,\\!\s*|,|\{,\}|\\[,!]\s*|\\ | |~)\d{3})+(?!\d)/y;
const thinThousands = /[1-9]\d{0,2}(?:(?:,\\!\s*|\{,\}|\\[,!]\s*)\d{3})+(?!\d)/y;
const decimalComma = /(?:\d{1,3}(?:[. ]\d{3})+(?!\d)|\d+)(?:(?:,|\{,\})\d+)?/y;
const plain = /\d*(?:\{\.\}|\.)?\d*/y;
const repeating = /\\(?:overline|bar|dot)\s*\{?\s*(\d+)\s*\}?(?:\\dot\s*\{?(\d)\}?)?/y;
const repeatingBrackets = /\((\d+)\)/y;
const dots = /\s*(?:\\[lc]?dots[a-z]*|\.\.\.+)/y;
const fractionOnly = /\.\d*/y;
const scientific = /[eE][+-]?\d{1,5}(?![\w.])/y;

/** Reads the number that begins at `at`: a digit, or a point before a digit. */
export function readNumeral(text: string, at: number, commas: CommaReading): Numeral {
  const { whole, fraction, end } = readDigits(text, at, commas);
  let position = end;
  let repeated = '';
  if (fraction !== undefined) {
    const next = text.charCodeAt(position);
    if (next === 92 /* \ */ || next === 40 /* ( */ || next === 46 /* . */ || next === 32) {
      const found = readRepeated(text, position, fraction);
      [repeated, position] = [found.repeated, found.end];
    }
  }
  const letter = text.charCodeAt(position) | 32;
  const exponent = letter === 101 /* e */ ? match(scientific, text, position) : undefined;
  const shift = exponent === undefined ? 0 : Number(exponent.slice(1));
  if (exponent !== undefined) position += exponent.length;
  return numeral(whole, fraction, repeated, shift, position);
}

function readDigits(
  text: string,
  at: number,
  commas: CommaReading,
): { whole: string; fraction: string | undefined; end: number } {
  let end = at;
  while (isDigit(text.charCodeAt(end))) end++;
  const after = text.charCodeAt(end);
  if (commas === 'decimal') {
    const found = match(decimalComma, text, at) ?? text.slice(at, end);
    if (found.length > end - at) {
      const [whole = '', fraction] = found.replace('{,}', ',').split(',');
      return { whole: whole.replace(/[. ]/g, ''), fraction, end: at + found.length };
    }
  } else if (after === 44 || after === 123 || after === 92 || after === 32 || after === 126) {
    const follows = after !== 44 || isDigit(text.charCodeAt(end + 1)) || text.charCodeAt(end + 1) === 92;
    const grouped =
      follows && end - at <= 3 && end > at
        ? match(commas === 'thousands' ? thousands : thinThousands, text, at)
        : undefined;
    if (grouped !== undefined) {
      const behind = at + grouped.length;
      const tail = match(fractionOnly, text, behind);
      const whole = grouped.replace(/\D/g, '');
      if (tail === undefined || tail === '.') return { whole, fraction: undefined, end: behind };
      return { whole, fraction: tail.slice(1), end: behind + tail.length };
    }
  }
  if (after !== 46 && after !== 123 && end > at) return { whole: text.slice(at, end), fraction: undefined, end };
  const found = match(plain, text, at) ?? '';
  const [whole = '', fraction] = found.replace('{.}', '.').split('.');
  // `0.\overline{3}` and `0.(3)`: the period begins right behind the point.
  if (fraction === '' && periodBehind(text, at + found.length)) return { whole, fraction, end: at + found.length };
  // A point that ends a sentence, or begins an ellipsis, is not a decimal point.
  if (fraction === undefined || fraction === '') return { whole, fraction: undefined, end: at + whole.length };
  return { whole, fraction, end: at + found.length };
}

function periodBehind(text: string, at: number): boolean {
  repeating.lastIndex = at;
  repeatingBrackets.lastIndex = at;
  return repeating.test(text) || repeatingBrackets.test(text);
}

function readRepeated(text: string, at: number, fraction: string): { repeated: string; end: number } {
  repeating.lastIndex = at;
  const bar = repeating.exec(text);
  if (bar !== null) return { repeated: `${bar[1]}${bar[2] ?? ''}`, end: repeating.lastIndex };
  repeatingBrackets.lastIndex = at;
  const brackets = repeatingBrackets.exec(text);
  if (brackets !== null) return { repeated: brackets[1] ?? '', end: repeatingBrackets.lastIndex };
  const ellipsis = match(dots, text, at);
  if (ellipsis === undefined) return { repeated: '', end: at };
  // 0.333... and 0.1666... and 0.2727... show their period; 3.14159... does not.
  const period = /(\d+?)\1+$/.exec(fraction.slice(-60));
  const shown = period === null ? 0 : period[0].length / (period[1] ?? '').length;
  const enough = period !== null && (shown >= 3 || (shown >= 2 && (period[1] ?? '').length >= 2));
  return { repeated: enough ? (period[1] ?? '') : '', end: at + ellipsis.length };
}

function numeral(whole: string, fraction: string | undefined, repeated: string, shift: number, end: number): Numeral {
  const digits = whole + (fraction ?? '');
  const significant = digits.replace(/^0+/, '').length;
  const places = fraction === undefined || repeated !== '' ? undefined : Math.max(0, fraction.length - shift);
  if (digits.length + repeated.length + Math.abs(shift) > limits.digits) {
    return { end, digits, value: undefined, places, significant };
  }
  const length = fraction?.length ?? 0;
  let numerator = BigInt(digits === '' ? '0' : digits);
  let denominator = length === 0 ? 1n : 10n ** BigInt(length);
  if (repeated !== '') {
    // x.y(r): multiply by 10^|r| and subtract.
    const nines = 10n ** BigInt(repeated.length) - 1n;
    numerator = numerator * nines + BigInt(repeated);
    denominator *= nines;
  }
  if (shift > 0) numerator *= 10n ** BigInt(shift);
  if (shift < 0) denominator *= 10n ** BigInt(-shift);
  return { end, digits, value: rational(numerator, denominator), places, significant };
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
