import type { Comparison, Flip } from '../../eval/compare/comparison.ts';
import { printableText } from '../printable-text.ts';
import { tableLines } from '../table-lines.ts';
import { symbols, type TextStyle } from '../text-style.ts';
import { wrapText } from '../wrap-text.ts';
import { comparisonTable } from './comparison-table.ts';
import { comparisonWords } from './comparison-words.ts';

/** Flips that are listed; all of them stand in files. */
const mostListed = 12;

/**
 * Comparisons on a terminal: the verdict of the first in words, the figures behind it and which questions flipped, then
 * a table of all.
 */
export function comparisonLines(comparisons: readonly Comparison[], style: TextStyle): string[] {
  const { dash } = symbols(style);
  const { headings, rows } = comparisonTable(comparisons, dash);
  return [
    ...comparisons
      .slice(0, 1)
      .flatMap((comparison) => [
        ...comparisonWords(comparison).flatMap((sentence, i) =>
          wrapText(printableText(sentence), style, i === 0 ? { role: roles[comparison.verdict] } : { indent: '  ' }),
        ),
        ...flipLines('gained', comparison.gained, style),
        ...flipLines('lost', comparison.lost, style),
        '',
      ]),
    ...tableLines(
      headings,
      rows.map((row) => row.map(printableText)),
      style,
    ),
  ];
}

const roles = { better: 'good', worse: 'bad', unclear: 'heading' } as const;

function flipLines(what: string, flips: readonly Flip[], style: TextStyle): string[] {
  if (flips.length === 0) return [];
  const names = flips.slice(0, mostListed).map(({ question }) => question);
  const more = flips.length > mostListed ? ` and ${flips.length - mostListed} more` : '';
  return wrapText(printableText(`${what}: ${names.join(', ')}${more}`), style, { indent: '  ', role: 'faint' });
}
