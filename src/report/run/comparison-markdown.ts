import type { Comparison, Flip } from '../../eval/compare/comparison.ts';
import { comparisonTable } from './comparison-table.ts';
import { comparisonWords, sideNames } from './comparison-words.ts';
import { markdownTable, markdownText } from './markdown.ts';

/** Comparisons as Markdown, every flip among them. */
export function comparisonMarkdown(comparisons: readonly Comparison[]): string {
  return [
    '# Comparison',
    '',
    ...markdownTable(comparisonTable(comparisons)),
    '',
    ...comparisons.flatMap((comparison) => {
      const [a, b] = sideNames(comparison.first, comparison.second);
      return [
        `## ${markdownText(`${a}, ${b}`)}`,
        '',
        ...comparisonWords(comparison).map((sentence) => `- ${markdownText(sentence)}`),
        ...flips('gained', comparison.gained),
        ...flips('lost', comparison.lost),
        '',
      ];
    }),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function flips(what: string, list: readonly Flip[]): string[] {
  return list.length === 0 ? [] : [`- ${what}: ${list.map(({ question }) => markdownText(question)).join(', ')}`];
}
