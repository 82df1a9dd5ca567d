import { checkCount, checkOption } from './check-option.ts';
import { logChoose } from './log-choose.ts';
import { normalUpperTail } from './normal-distribution.ts';

export interface McNemar {
  /** Questions that only the first run has right. */
  readonly onlyFirst: number;
  /** Questions that only the second run has right. */
  readonly onlySecond: number;
  /** Two-sided p of the exact binomial test. Right for any number of questions: read this one. */
  readonly exact: number;
  /** Edwards' form with continuity correction, one degree of freedom; an approximation, for comparison with others. */
  readonly chiSquare: { readonly statistic: number; readonly p: number };
}

/**
 * McNemar's test (1947) whether two runs over the same questions are equally good.
 *
 * Only questions on which they disagree say anything: if both are equally good, each such question is a fair coin.
 *
 * @param onlyFirst - questions that only the first run has right
 * @param onlySecond - questions that only the second run has right
 */
export function mcnemar(onlyFirst: number, onlySecond: number): McNemar {
  checkCount('onlyFirst', onlyFirst);
  checkCount('onlySecond', onlySecond);
  const disagreed = onlyFirst + onlySecond;
  let tail = 0;
  for (let i = 0; i <= Math.min(onlyFirst, onlySecond); i += 1) {
    tail += Math.exp(logChoose(disagreed, i) - disagreed * Math.LN2);
  }
  // The correction never goes below 0: with equal counts there is no difference to test.
  const distance = Math.max(0, Math.abs(onlyFirst - onlySecond) - 1);
  const statistic = disagreed === 0 ? 0 : distance ** 2 / disagreed;
  return {
    onlyFirst,
    onlySecond,
    exact: Math.min(1, 2 * tail),
    chiSquare: { statistic, p: 2 * normalUpperTail(Math.sqrt(statistic)) },
  };
}

/** {@link mcnemar} from the verdicts of both runs, question by question. */
export function mcnemarOfRuns(first: readonly boolean[], second: readonly boolean[]): McNemar {
  checkOption(second.length === first.length, 'second', `a list of ${first.length} verdicts like first`, second.length);
  const count = (verdict: boolean) => first.filter((each, i) => each === verdict && second[i] !== verdict).length;
  return mcnemar(count(true), count(false));
}
