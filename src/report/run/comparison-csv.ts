import type { Comparison } from '../../eval/compare/comparison.ts';
import type { QuestionOutcome, RunOutcomes } from '../../eval/compare/question-outcomes.ts';
import { csvLine } from './csv-line.ts';

/** A row for each question that both sides of a comparison have. Shares are from 0 to 1. */
export function comparisonCsv(comparisons: readonly Comparison[], ours: RunOutcomes, theirs: RunOutcomes): string {
  const heading = [
    'first',
    'second',
    'question',
    'first_right',
    'second_right',
    'flip',
    'first_tokens',
    'second_tokens',
  ];
  const rows = comparisons.flatMap(({ first, second, gained, lost }) => {
    const flips = new Map([
      ...gained.map(({ question }) => [question, 'gained'] as const),
      ...lost.map(({ question }) => [question, 'lost'] as const),
    ]);
    const others = theirs.get(second.setting);
    return [...(ours.get(first.setting) ?? [])].flatMap(([question, a]) => {
      const b = others?.get(question);
      if (b === undefined) return [];
      return [
        [
          `${first.run} ${first.setting}`,
          `${second.run} ${second.setting}`,
          question,
          share(a),
          share(b),
          flips.get(question),
          a.thinkingTokens / a.samples,
          b.thinkingTokens / b.samples,
        ],
      ];
    });
  });
  return [heading, ...rows].map(csvLine).join('');
}

function share({ right, samples }: QuestionOutcome): number {
  return right / samples;
}
