import { accuracy } from '../eval/metrics/accuracy.ts';
import { joinParts } from './join-parts.ts';
import { percentText } from './run/percent-text.ts';
import { symbols, type TextStyle } from './text-style.ts';

/** What became of the lines of a file of answers. */
export interface GradeCounts {
  /** Lines that were graded. */
  readonly graded: number;
  /** Of those, lines whose answer equals the gold answer. */
  readonly equal: number;
  /** Lines that could not be read. */
  readonly unread: number;
  /** Lines that say which verdict they expect, and how many got it. */
  readonly expecting: number;
  readonly asExpected: number;
}

/** The end of `mull grade FILE.jsonl`. */
export function gradeSummaryLines(counts: GradeCounts, style: TextStyle): string[] {
  const { graded, equal, unread, expecting, asExpected } = counts;
  const { dash } = symbols(style);
  const parts = [`${equal} of ${graded} equal`];
  if (graded > 0) {
    const { low, high } = accuracy(equal, graded).interval;
    parts.push(`${percentText(equal / graded)}`, `95% interval ${percentText(low)}${dash}${percentText(high)}`);
  }
  if (expecting > 0) parts.push(`${asExpected} of ${expecting} as expected`);
  const lines = joinParts(parts, style).map((line) => style.paint('heading', line));
  if (unread === 0) return lines;
  const were = unread === 1 ? '1 line could not be read' : `${unread} lines could not be read`;
  return [
    ...lines,
    style.paint(
      'warning',
      `${symbols(style).warning} ${were}; the figures are without ${unread === 1 ? 'it' : 'them'}.`,
    ),
  ];
}
