import type { ComparedSide, Comparison } from '../../eval/compare/comparison.ts';
import { pText } from '../p-text.ts';
import { percentText } from './percent-text.ts';
import { tokenText } from './token-text.ts';

/** A comparison in sentences: the verdict first, then what it rests on and what speaks against reading more into it. */
export function comparisonWords(comparison: Comparison): string[] {
  const { first, second, questions, verdict, difference, interval, gained, lost, test, truncationRange } = comparison;
  const [a, b] = sideNames(first, second);
  const figures = `${percentText(second.accuracy.value)} against ${percentText(first.accuracy.value)}`;
  const opening = {
    better: `${b} is better than ${a}: ${figures}.`,
    worse: `${b} is worse than ${a}: ${figures}.`,
    unclear: `No difference between ${a} and ${b} is shown: ${figures}.`,
  }[verdict];
  const adjusted = test.comparisons > 1 ? `, adjusted for ${test.comparisons} comparisons` : '';
  const counted = `${counts(questions, 'question')} in both: ${gained.length} gained, ${lost.length} lost`;
  const range = `${points(difference)}, 95% interval ${points(interval.low, false)} to ${points(interval.high, false)}`;
  return [
    opening,
    `${counted}; difference ${range}; p = ${pText(test.p)} (${test.method}${adjusted}).`,
    tokenWords(comparison, b),
    ...(verdict === 'unclear' ? [powerWords(questions, test.method)] : []),
    ...(first.truncated + second.truncated > 0
      ? [
          `Truncated answers: ${first.truncated} of ${a}, ${second.truncated} of ${b}. Had none been cut off, the difference would lie between ${points(truncationRange.low, false)} and ${points(truncationRange.high)}.`,
        ]
      : []),
    ...leftOut(comparison, a, b),
  ];
}

/** How both sides are called: by what sets them apart. */
export function sideNames(first: ComparedSide, second: ComparedSide): [string, string] {
  if (first.run === second.run) return [first.setting, second.setting];
  return [`${first.run} (${first.setting})`, `${second.run} (${second.setting})`];
}

function tokenWords({ first, second, tokenRatio, equalTokens }: Comparison, b: string): string {
  const tokens = `${tokenText(second.tokens)} against ${tokenText(first.tokens)} thinking tokens on the mean`;
  if (equalTokens) return `At equal tokens: ${tokens}.`;
  if (tokenRatio === null) return `Not at equal tokens: ${tokens}.`;
  const factor = tokenRatio >= 1 ? `${tokenRatio.toFixed(2)} times as long` : `${tokenRatio.toFixed(2)} of the length`;
  return `Not at equal tokens: ${b} thinks ${factor} (${tokens}).`;
}

/** What so many questions could have shown at all. */
function powerWords(questions: number, method: Comparison['test']['method']): string {
  // Two-sided, 6 flips one way and none the other have p = 2 / 2^6 = 0.03; 5 have 0.06.
  const least = 6;
  if (method !== 'McNemar, exact') return 'That is not to say that they are equal.';
  if (questions < least) return `So few questions (${questions}) cannot show any difference.`;
  return `That is not to say that they are equal: ${questions} questions show no difference below ${points(least / questions, true, false)}.`;
}

function leftOut({ first, second, changed }: Comparison, a: string, b: string): string[] {
  const parts = [
    ...(first.alone > 0 ? [`${counts(first.alone, 'question')} that only ${a} has`] : []),
    ...(second.alone > 0 ? [`${counts(second.alone, 'question')} that only ${b} has`] : []),
    ...(changed > 0 ? [`${counts(changed, 'question')} of the same name but with another text or answer`] : []),
  ];
  return parts.length === 0 ? [] : [`Left out: ${parts.join(', ')}.`];
}

function counts(number: number, what: string): string {
  return number === 1 ? `1 ${what}` : `${number.toLocaleString('en-US')} ${what}s`;
}

function points(share: number, unit = true, sign = true): string {
  const value = (100 * share).toFixed(1);
  return `${sign && share >= 0 ? '+' : ''}${value}${unit ? ' points' : ''}`;
}
