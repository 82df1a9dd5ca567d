import type { Comparison } from '../../eval/compare/comparison.ts';
import { pText } from '../p-text.ts';
import { sideNames } from './comparison-words.ts';
import { percentText } from './percent-text.ts';
import { signedText } from './signed-text.ts';
import type { ReportTable } from './summary-table.ts';

/** A row for each comparison. */
export function comparisonTable(comparisons: readonly Comparison[], dash = '–'): ReportTable {
  return {
    headings: [
      'first',
      'second',
      'right in first',
      'in second',
      'difference',
      '95% interval',
      'gained',
      'lost',
      'p',
      'tokens',
      'equal tokens',
    ],
    rows: comparisons.map((comparison) => {
      const { first, second, difference, interval, gained, lost, test, tokenRatio, equalTokens } = comparison;
      const [a, b] = sideNames(first, second);
      return [
        a,
        b,
        percentText(first.accuracy.value),
        percentText(second.accuracy.value),
        signedText(100 * difference),
        `${signedText(100 * interval.low)} to ${signedText(100 * interval.high)}`,
        String(gained.length),
        String(lost.length),
        pText(test.p),
        tokenRatio === null ? dash : `x${tokenRatio.toFixed(2)}`,
        equalTokens ? 'yes' : 'no',
      ];
    }),
  };
}
