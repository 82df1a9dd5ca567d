import { MullError } from '../core/mull-error.ts';

/** The numbers an option takes. */
export interface NumberForm {
  readonly least: number;
  readonly most?: number;
  /** Whether only whole numbers are meant. */
  readonly whole: boolean;
  /** Whether `least` itself is excluded. */
  readonly above?: boolean;
  /** A word that is taken in place of a number. */
  readonly word?: string;
}

/**
 * The number a person typed.
 *
 * @param option - how they wrote the option, `--max`
 * @throws E_OPTION_INVALID naming the option, the form it expects and what was typed
 */
export function readNumber(text: string, option: string, form: NumberForm): number {
  const digits = form.whole ? /^\d+$/ : /^\d*\.?\d+(e-?\d{1,2})?$/i;
  const value = Number(text);
  const inRange =
    (form.above ? value > form.least : value >= form.least) && value <= (form.most ?? Number.MAX_SAFE_INTEGER);
  if (digits.test(text) && Number.isFinite(value) && inRange) return value;
  throw new MullError('E_OPTION_INVALID', `${option} must be ${inWords(form)}, got ${quoted(text)}.`, {
    hint: hint(text, option, form),
  });
}

function inWords({ least, most, whole, above, word }: NumberForm): string {
  const kind = whole ? 'a whole number' : 'a number';
  const range = above ? `above ${least}` : most === undefined ? `of at least ${least}` : `from ${least}`;
  const end = most === undefined ? '' : above ? ` and at most ${most}` : ` to ${most}`;
  return `${kind} ${range}${end}${word === undefined ? '' : `, or "${word}"`}`;
}

function hint(text: string, option: string, form: NumberForm): string {
  if (text.startsWith('--')) return `${option} needs a value: ${option} ${example(form)}`;
  const value = Number(text.replace(/[_,](?=\d{3}\b)/g, ''));
  if (
    form.whole &&
    Number.isSafeInteger(value) &&
    value >= form.least &&
    value <= (form.most ?? value) &&
    text.trim() !== ''
  ) {
    return `Write it in plain digits: ${option} ${value}`;
  }
  if (/^\d+$/.test(text) && value > Number.MAX_SAFE_INTEGER) {
    return `The largest number that can be given is ${form.most ?? Number.MAX_SAFE_INTEGER}.`;
  }
  return `For example: ${option} ${example(form)}`;
}

function example({ least, most = Number.MAX_SAFE_INTEGER, whole }: NumberForm): number {
  if (whole) return Math.min(Math.max(least, 64), most);
  return most === 1 ? 0.9 : 0.7;
}

/** What was typed, never longer than a line. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text);
}
