import { accuracyOverQuestions } from '../metrics/accuracy-over-questions.ts';
import { mcnemar } from '../metrics/mcnemar.ts';
import { pairedBootstrap } from '../metrics/paired-bootstrap.ts';
import type { ComparedSide, Comparison, Flip } from './comparison.ts';
import type { QuestionOutcome } from './question-outcomes.ts';
import { signFlipTest } from './sign-flip-test.ts';
import { verdictOf } from './verdict-of.ts';

/** A setting of a run with its outcomes. */
export interface Side {
  readonly run: string;
  readonly setting: string;
  readonly outcomes: ReadonlyMap<string, QuestionOutcome>;
  /** Hashes of questions and answers by question id, from the plan. */
  readonly hashes: ReadonlyMap<string, string>;
}

/** Below this a difference in tokens does not explain a difference in accuracy. */
const equalWithin = 0.05;

/**
 * Compares two settings question by question; undefined where they have no question in common.
 *
 * With one sample per question the test is McNemar's; with several, the signs of the differences of each question's
 * share of right samples are flipped at random. `p` is not adjusted for other comparisons made at once.
 */
export function compareSettings(first: Side, second: Side, options: { seed?: number } = {}): Comparison | undefined {
  const shared: { id: string; a: QuestionOutcome; b: QuestionOutcome }[] = [];
  let changed = 0;
  for (const [id, a] of first.outcomes) {
    const b = second.outcomes.get(id);
    if (b === undefined) continue;
    if (first.hashes.get(id) === second.hashes.get(id)) shared.push({ id, a, b });
    else changed += 1;
  }
  if (shared.length === 0) return undefined;
  const [ours, theirs] = [shared.map(({ a }) => share(a)), shared.map(({ b }) => share(b))];
  const { difference, interval } = pairedBootstrap(theirs, ours, options);
  const flips = shared.map(({ id, a, b }): Flip => ({ question: id, first: share(a), second: share(b) }));
  const gained = flips.filter((flip) => flip.second > flip.first);
  const lost = flips.filter((flip) => flip.second < flip.first);
  const once = shared.every(({ a, b }) => a.samples === 1 && b.samples === 1);
  const p = once
    ? mcnemar(lost.length, gained.length).exact
    : signFlipTest(
        flips.map((flip) => flip.second - flip.first),
        options,
      );
  const sides = [
    sideOf(
      first,
      shared.map(({ a }) => a),
      first.outcomes.size - shared.length - changed,
    ),
    sideOf(
      second,
      shared.map(({ b }) => b),
      second.outcomes.size - shared.length - changed,
    ),
  ] as const;
  const tokenRatio = sides[0].tokens === 0 ? null : sides[1].tokens / sides[0].tokens;
  return {
    first: sides[0],
    second: sides[1],
    questions: shared.length,
    changed,
    difference,
    interval,
    truncationRange: {
      low: mean(shared.map(({ a, b }) => share(b) - best(a))),
      high: mean(shared.map(({ a, b }) => best(b) - share(a))),
    },
    gained,
    lost,
    test: { method: once ? 'McNemar, exact' : 'sign flips per question', p, comparisons: 1 },
    verdict: verdictOf(p, difference),
    tokenRatio,
    equalTokens:
      tokenRatio === null ? sides[1].tokens === 0 : Math.abs(Math.log(tokenRatio)) <= Math.log(1 + equalWithin),
  };
}

function sideOf({ run, setting }: Side, outcomes: readonly QuestionOutcome[], alone: number): ComparedSide {
  const samples = outcomes.reduce((sum, each) => sum + each.samples, 0);
  return {
    run,
    setting,
    accuracy: accuracyOverQuestions(outcomes),
    tokens: outcomes.reduce((sum, each) => sum + each.thinkingTokens, 0) / samples,
    truncated: outcomes.reduce((sum, each) => sum + each.truncated, 0),
    alone,
  };
}

function share({ right, samples }: QuestionOutcome): number {
  return right / samples;
}

/** Had every answer that was cut off been right. */
function best({ right, truncated, samples }: QuestionOutcome): number {
  return (right + truncated) / samples;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
