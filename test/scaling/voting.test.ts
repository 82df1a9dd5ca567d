import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ThinkResult } from '../../src/core/events.ts';
import { majorityVote } from '../../src/eval/metrics/majority-vote.ts';
import { adaptive } from '../../src/scaling/adaptive.ts';
import { bestOf } from '../../src/scaling/best-of.ts';
import { countVotes } from '../../src/scaling/count-votes.ts';
import { majority } from '../../src/scaling/majority.ts';
import type { Scorer } from '../../src/scaling/scorer.ts';
import { shortest } from '../../src/scaling/shortest.ts';
import { leadProbability, samplesToDecide } from '../../src/scaling/stop-early.ts';
import type { Outcome, Strategy } from '../../src/scaling/strategy.ts';
import type { BranchResult, Told } from '../../src/scaling/told.ts';
import { weighted } from '../../src/scaling/weighted.ts';

/** A sample as somebody has recorded it. */
interface Recorded {
  readonly answer: string;
  readonly tokens: number;
  readonly score: number;
}

/** Plays a strategy on recorded samples, without an engine: the driver's part is to answer in the order of the asks. */
function replay(strategy: Strategy, samples: readonly Recorded[]): { outcome: Outcome; opened: number } {
  const facts = { budget: {}, chain: {}, seed: 1, contextSize: 1000, temperature: 1 };
  const play = strategy.play(facts);
  const told: Told[] = [];
  let opened = 0;
  for (let step = play.next(); ; step = play.next(told.shift()!)) {
    if (step.done) return { outcome: step.value, opened };
    for (const ask of step.value) {
      if (ask.type === 'open') {
        opened += 1;
        told.push({ type: 'done', branch: ask.branch, result: resultOf(samples[ask.branch]!, ask.branch) });
      } else if (ask.type === 'score') {
        told.push({ type: 'scored', scores: ask.branches.map((branch) => samples[branch]!.score) });
      }
    }
  }
}

function resultOf({ answer, tokens }: Recorded, chain: number): BranchResult {
  const receipt = { thinkingTokens: tokens, warnings: [] } as unknown as ThinkResult['receipt'];
  const message = { role: 'assistant', content: answer } as const;
  return { answer, thinking: '', receipt, finishReason: 'stop', message, chain, tokens, seconds: 0 };
}

const recorded = fc.array(
  fc.record({
    answer: fc.constantFrom('1', '2', '3'),
    tokens: fc.integer({ min: 1, max: 999 }),
    score: fc.integer({ min: 0, max: 5 }),
  }),
  { minLength: 1, maxLength: 9 },
);
const given: Scorer = { name: 'given', score: () => [] };

/** The answer with the largest sum, of several the one seen first: by trying all, not by sorting. */
function largest(samples: readonly Recorded[], worth: (group: readonly Recorded[]) => number): string {
  const answers = [...new Set(samples.map(({ answer }) => answer))];
  const sums = answers.map((answer) => worth(samples.filter((sample) => sample.answer === answer)));
  return answers[sums.indexOf(Math.max(...sums))]!;
}

describe('voting on recorded samples equals working it out by brute force', () => {
  test('majority, as the metric of the same name decides it', () => {
    fc.assert(
      fc.property(recorded, (samples) => {
        const { outcome } = replay(majority({ samples: samples.length }), samples);
        expect(samples[outcome.chosen]?.answer).toBe(majorityVote(samples.map(({ answer }) => answer)));
      }),
    );
  });

  test('weighted majority', () => {
    fc.assert(
      fc.property(recorded, (samples) => {
        const { outcome } = replay(weighted({ samples: samples.length, score: given }), samples);
        const best = largest(samples, (group) => group.reduce((sum, { score }) => sum + score, 0));
        expect(samples[outcome.chosen]?.answer).toBe(best);
      }),
    );
  });

  test('shortest majority', () => {
    fc.assert(
      fc.property(recorded, (samples) => {
        const { outcome } = replay(shortest({ samples: samples.length }), samples);
        const best = largest(samples, (group) => {
          const mean = group.reduce((sum, { tokens }) => sum + tokens, 0) / group.length;
          return group.length / Math.log(Math.max(Math.E, mean));
        });
        expect(samples[outcome.chosen]?.answer).toBe(best);
      }),
    );
  });

  test('best-of-n takes the first of the highest score', () => {
    fc.assert(
      fc.property(recorded, (samples) => {
        const { outcome } = replay(bestOf({ samples: samples.length, score: given }), samples);
        const best = samples.findIndex(({ score }) => samples.every((other) => other.score <= score));
        expect(outcome.chosen).toBe(best);
      }),
    );
  });

  test('an adaptive vote that saw every sample is the majority, and one that stopped has a lead as probable as asked', () => {
    fc.assert(
      fc.property(recorded, fc.constantFrom(0.8, 0.95, 1), (samples, probability) => {
        const { outcome, opened } = replay(adaptive({ samples: samples.length, probability }), samples);
        // What was begun ahead and not waited for has no say.
        const counted = (outcome.votes ?? []).reduce((sum, { count }) => sum + count, 0);
        const seen = samples.slice(0, counted);
        expect(counted).toBeLessThanOrEqual(opened);
        expect(samples[outcome.chosen]?.answer).toBe(majorityVote(seen.map(({ answer }) => answer)));
        if (counted === samples.length) return;
        const [first = 0, second = 0] = (outcome.votes ?? []).map(({ count }) => count);
        const cannotLose = first - second > samples.length - counted;
        expect(cannotLose || leadProbability(outcome.votes ?? []) >= probability).toBe(true);
      }),
    );
  });

  test('an adaptive vote that cannot be lost any more is the vote of all samples', () => {
    fc.assert(
      fc.property(recorded, (samples) => {
        const { outcome } = replay(adaptive({ samples: samples.length, probability: 1 }), samples);
        expect(samples[outcome.chosen]?.answer).toBe(majorityVote(samples.map(({ answer }) => answer)));
      }),
    );
  });
});

describe('votes', () => {
  const ballot = (answer: string, branch: number) => ({ answer, branch, weight: 1 });

  test('of answers that the grader calls equal are one answer', () => {
    const votes = countVotes(['1/2', '3', '0.5', '\\frac{1}{2}'].map(ballot));
    expect(votes.map(({ answer, count, branches }) => [answer, count, branches])).toEqual([
      ['1/2', 3, [0, 2, 3]],
      ['3', 1, [1]],
    ]);
  });

  test('the probability of a lead is what sampling from the posterior gives', () => {
    // 1 - scipy.stats.beta.cdf(0.5, v1 + 1, v2 + 1) for (4, 0), (3, 1), (6, 2), (2, 2) (scipy 1.17.1).
    const pairs = [
      [4, 0, 0.96875],
      [3, 1, 0.8125],
      [6, 2, 0.91015625],
      [2, 2, 0.5],
    ] as const;
    for (const [first, second, expected] of pairs) {
      const votes = [first, second].map((count) => ({ answer: '', count, weight: count, share: 0, branches: [] }));
      expect(leadProbability(votes)).toBeCloseTo(expected, 12);
    }
    expect(samplesToDecide([], 0.95)).toBe(4);
  });
});
