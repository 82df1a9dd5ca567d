import { explainVerdict } from '../grade/explain.ts';
import type { Verdict } from '../grade/verdict.ts';
import { printableText } from './printable-text.ts';
import { symbols, type TextStyle } from './text-style.ts';
import { wrapText } from './wrap-text.ts';

export interface VerdictLineOptions {
  /** Also what was taken from both texts, why, and by which rules. */
  readonly explain: boolean;
  /** In front of the line: the number of a line in a file. */
  readonly label?: string;
  /** The verdict that was expected, where one was. */
  readonly expected?: boolean | undefined;
}

/** A verdict of the grader: a mark and the reason, and what it rests on where that is wanted. */
export function verdictLines(verdict: Verdict, style: TextStyle, options: VerdictLineOptions): string[] {
  const { label = '', explain, expected } = options;
  const { right, wrong } = symbols(style);
  const prefix = label === '' ? '' : `${style.paint('faint', label)} `;
  const mark = verdict.equal ? style.paint('good', right) : style.paint('bad', wrong);
  const unexpected =
    expected === undefined || expected === verdict.equal ? '' : style.paint('warning', unlike(expected));
  const [reason = '', ...rest] = explainVerdict(verdict);
  const indent = ' '.repeat((label === '' ? 0 : label.length + 1) + 2);
  return [
    `${prefix}${mark} ${printableText(reason)}${unexpected}`,
    ...(explain ? rest.flatMap((line) => wrapText(printableText(line), style, { indent, role: 'faint' })) : []),
  ];
}

function unlike(expected: boolean): string {
  return `  but ${expected ? 'equal' : 'different'} was expected`;
}
