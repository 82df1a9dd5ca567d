import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../../src/core/run-record.ts';
import { type ComparedRun, compareRuns } from '../../../src/eval/compare/compare-runs.ts';
import { questionOutcomes } from '../../../src/eval/compare/question-outcomes.ts';
import { signFlipTest } from '../../../src/eval/compare/sign-flip-test.ts';
import { mcnemarOfRuns } from '../../../src/metrics.ts';
import { comparisonWords } from '../../../src/report/run/comparison-words.ts';
import { buildRecord } from '../../../src/testing.ts';
import { aPlan } from '../../support/a-plan.ts';

describe('two runs', () => {
  test('are compared question by question, with flips both ways', () => {
    const [found] = compareRuns(aSide('before', [1, 1, 0, 0]), aSide('after', [1, 0, 1, 1]));
    expect(found).toMatchObject({
      questions: 4,
      difference: 0.25,
      gained: [
        { question: 'q2', first: 0, second: 1 },
        { question: 'q3', first: 0, second: 1 },
      ],
      lost: [{ question: 'q1', first: 1, second: 0 }],
      test: { method: 'McNemar, exact', p: 1 },
      verdict: 'unclear',
    });
  });

  test('with one sample per question are tested as McNemar does, and exchanging them only turns the sign', () => {
    const outcomes = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(outcomes, (pairs) => {
        const [a, b] = [pairs.map(([first]) => Number(first)), pairs.map(([, second]) => Number(second))];
        const [found] = compareRuns(aSide('a', a), aSide('b', b));
        const [turned] = compareRuns(aSide('b', b), aSide('a', a));
        const exact = mcnemarOfRuns(a.map(Boolean), b.map(Boolean)).exact;
        expect(found?.test.p).toBeCloseTo(exact, 12);
        expect(turned?.test.p).toBeCloseTo(exact, 12);
        expect(turned?.difference).toBeCloseTo(-(found?.difference ?? 0), 12);
        expect(turned?.gained.length).toBe(found?.lost.length);
        expect(found?.verdict === 'unclear').toBe(exact > 0.05);
      }),
      { numRuns: 50 },
    );
  });

  test('count only questions that both have, with the same text and answer', () => {
    const first = aSide('a', [1, 1, 1]);
    const second = aSide('b', [0, 0, 0, 1]);
    const other: ComparedRun = {
      ...second,
      plan: {
        ...second.plan,
        questions: second.plan.questions.map(([id, hash]) => [id, id === 'q1' ? 'changed' : hash]),
      },
    };
    const [found] = compareRuns(first, other);
    expect(found).toMatchObject({ questions: 2, changed: 1, first: { alone: 0 }, second: { alone: 1 } });
    expect(comparisonWords(found!).at(-1)).toBe(
      'Left out: 1 question that only b (max=500) has, 1 question of the same name but with another text or answer.',
    );
  });

  test('of different length are said to be so: a gain may be what more thinking buys', () => {
    const [longer] = compareRuns(aSide('a', [1, 0], { tokens: 100 }), aSide('b', [1, 1], { tokens: 150 }));
    expect(longer).toMatchObject({ tokenRatio: 1.5, equalTokens: false });
    expect(comparisonWords(longer!)[2]).toBe(
      'Not at equal tokens: b (max=500) thinks 1.50 times as long (150 against 100 thinking tokens on the mean).',
    );
    const [equal] = compareRuns(aSide('a', [1, 0], { tokens: 100 }), aSide('b', [1, 1], { tokens: 104 }));
    expect(equal?.equalTokens).toBe(true);
    const [silent] = compareRuns(aSide('a', [1, 0], { tokens: 0 }), aSide('b', [1, 1], { tokens: 0 }));
    expect(silent).toMatchObject({ tokenRatio: null, equalTokens: true });
  });

  test('with truncated answers have a range in which the difference would lie without', () => {
    const [found] = compareRuns(aSide('a', [1, 0, 0, 0]), aSide('b', [1, 0, 0, 0], { truncated: [2, 3] }));
    expect(found).toMatchObject({ difference: 0, truncationRange: { low: 0, high: 0.5 } });
  });

  test('with several samples are compared by each question’s share of right ones', () => {
    const [found] = compareRuns(aSide('a', [1, 1, 0, 0], { samples: 4 }), aSide('b', [1, 1, 1, 1], { samples: 4 }));
    expect(found).toMatchObject({ questions: 4, difference: 0.5, test: { method: 'sign flips per question' } });
    expect(found?.first.accuracy).toMatchObject({ right: 8, total: 16 });
  });

  test('in several settings are compared over all of them and in each, adjusted for looking often', () => {
    const records = (right: boolean): RunRecord[] =>
      ['max=1', 'max=2'].flatMap((setting) =>
        Array.from({ length: 8 }, (_, i) =>
          buildRecord({ setting, question: { id: `q${i}` }, status: right ? 'right' : 'wrong' }),
        ),
      );
    const found = compareRuns(aRun('a', records(false)), aRun('b', records(true)));
    expect(found.map(({ first }) => first.setting)).toEqual(['all settings', 'max=1', 'max=2']);
    expect(found[1]?.test.comparisons).toBe(2);
    expect(found[1]?.test.p).toBeCloseTo(2 * (2 / 2 ** 8), 12);
  });

  test.each([
    [aSide('a', [1], { setting: 'x' }), aSide('b', [1], { setting: 'y' }), 'no error'],
    [aRun('a', []), aSide('b', [1]), 'No sample of a was answered.'],
    [{ ...aSide('a', [1]), setting: 'max=50' }, aSide('b', [1]), 'a has no setting "max=50".'],
    [aSide('a', [1], { first: 5 }), aSide('b', [1]), 'a max=500 and b max=500 have no question in common.'],
  ])('%# are refused where there is nothing to compare', (first, second, message) => {
    if (message === 'no error') expect(compareRuns(first, second)).toHaveLength(1);
    else expect(() => compareRuns(first, second)).toThrow(message);
  });
});

describe('the words of a comparison', () => {
  test('say what is shown', () => {
    const [better] = compareRuns(aSide('a', new Array(20).fill(0)), aSide('b', new Array(20).fill(1)));
    expect(comparisonWords(better!).slice(0, 2)).toEqual([
      'b (max=500) is better than a (max=500): 100.0% against 0.0%.',
      '20 questions in both: 20 gained, 0 lost; difference +100.0 points, 95% interval +100.0 to +100.0; p = 0.0000019 (McNemar, exact).'.replace(
        '0.0000019',
        '2e-6',
      ),
    ]);
  });

  test('never take "not shown" for "equal", and say what could have been shown', () => {
    const [unclear] = compareRuns(aSide('a', new Array(30).fill(0)), aSide('b', new Array(30).fill(0)));
    const words = comparisonWords(unclear!);
    expect(words[0]).toBe('No difference between a (max=500) and b (max=500) is shown: 0.0% against 0.0%.');
    expect(words).toContain(
      'That is not to say that they are equal: 30 questions show no difference below 20.0 points.',
    );
    const [few] = compareRuns(aSide('a', [0, 0]), aSide('b', [1, 1]));
    expect(comparisonWords(few!)).toContain('So few questions (2) cannot show any difference.');
  });
});

describe('the sign-flip test', () => {
  test('agrees with the exact test where differences are -1, 0 and 1', () => {
    for (const [lost, gained] of [
      [2, 12],
      [5, 9],
      [0, 6],
    ] as const) {
      const differences = [...new Array(gained).fill(1), ...new Array(lost).fill(-1), ...new Array(20).fill(0)];
      const exact = mcnemarOfRuns(
        differences.map((each) => each < 0),
        differences.map((each) => each > 0),
      ).exact;
      expect(Math.abs(signFlipTest(differences) - exact)).toBeLessThan(0.015);
    }
  });

  test('gives a false alarm in no more than about one of twenty runs that do not differ', () => {
    let alarms = 0;
    for (let seed = 0; seed < 200; seed += 1) {
      const random = (i: number): number => Math.sin(seed * 1000 + i * 12.9898) * 43_758.5453;
      const differences = Array.from(
        { length: 40 },
        (_, i) => Math.floor((random(i) - Math.floor(random(i))) * 5) / 2 - 1,
      );
      if (signFlipTest(differences, { flips: 400, seed }) <= 0.05) alarms += 1;
    }
    // 200 runs at 5 % give 10 on the mean; more than 22 would come once in two thousand times.
    expect(alarms).toBeLessThanOrEqual(22);
  });
});

function aRun(id: string, records: readonly RunRecord[]): ComparedRun {
  const tally = questionOutcomes();
  for (const record of records) tally.add(record);
  const settings = [...new Set(records.map(({ setting }) => setting))];
  const questions = [...new Set(records.map(({ question }) => question.id))];
  return {
    plan: aPlan({
      id,
      questions: questions.map((each) => [each, '0'.repeat(16)]),
      settings: settings.map((name) => ({
        name,
        budget: {},
        method: 'think',
        questions: questions.length,
        samples: 1,
      })),
    }),
    outcomes: tally.outcomes,
  };
}

/** A run of one setting, its questions right (1) or wrong (0). */
function aSide(
  id: string,
  right: readonly number[],
  options: { tokens?: number; samples?: number; truncated?: readonly number[]; setting?: string; first?: number } = {},
): ComparedRun {
  const { tokens = 100, samples = 1, truncated = [], setting = 'max=500', first = 0 } = options;
  return aRun(
    id,
    right.flatMap((each, i) =>
      Array.from({ length: samples }, (_, sample) =>
        buildRecord({
          setting,
          sample,
          question: { id: `q${first + i}` },
          status: truncated.includes(i) ? 'truncated' : each === 1 ? 'right' : 'wrong',
          tokens: { thinking: tokens },
        }),
      ),
    ),
  );
}
