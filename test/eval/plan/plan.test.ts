import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BudgetFields } from '../../../src/core/budget.ts';
import { countPlanned } from '../../../src/core/count-planned.ts';
import type { RunPlan } from '../../../src/core/run-plan.ts';
import { estimatePlan } from '../../../src/eval/plan/estimate-plan.ts';
import { extendPlan } from '../../../src/eval/plan/extend-plan.ts';
import { plannedSamples } from '../../../src/eval/plan/planned-samples.ts';
import { type Grid, sweepSettings } from '../../../src/eval/plan/sweep-settings.ts';
import { aPlan } from '../../support/a-plan.ts';

const base = { budget: {}, method: 'think', variants: {}, questions: 3, samples: 1 };

describe('a sweep', () => {
  test.each<[string, Grid[], string[]]>([
    ['nothing is the natural end', [], ['natural end']],
    ['values of one thing', [{ max: [500, 1000] }], ['max=500', 'max=1000']],
    ['grids one after the other', [{ max: [500] }, { waits: [0, 1] }], ['max=500', 'waits=0', 'waits=1']],
    [
      'combinations of what stands in one grid',
      [{ max: [500, 'auto'], waits: [0, 1] }],
      ['max=500 waits=0', 'max=500 waits=1', 'max=auto waits=0', 'max=auto waits=1'],
    ],
    ['what two grids have, once', [{ waits: [0, 1] }, { waits: [1, 2] }], ['waits=0', 'waits=1', 'waits=2']],
    [
      'words about length',
      [{ token: [1024, 2048] }, { prompt: ['long', 'none'] }],
      ['token=1024', 'token=2048', 'prompt=long', 'natural end'],
    ],
    ['efforts', [{ effort: ['low', 'high'] }], ['effort=low', 'effort=high']],
  ])('%s', (_, grids, names) => {
    expect(sweepSettings(base, grids).map(({ name }) => name)).toEqual(names);
  });

  test('can be over everything that a budget has', () => {
    const budget = {
      ...({ max: 500, min: 10, waits: 1, answer: 64, total: 900, grace: 5, seconds: 3 } as const),
      ...({ message: 'Hm', finish: 'So:', loop: 'ignore', effort: 'low', preset: 's1' } as const),
    } satisfies Required<BudgetFields>;
    for (const [field, value] of Object.entries(budget)) {
      const [setting] = sweepSettings(base, [{ [field]: [value] }]);
      expect(setting).toMatchObject({ name: `${field}=${value}`, budget: { [field]: value } });
    }
  });

  test('takes what all settings have in common, and names it', () => {
    const [setting] = sweepSettings({ ...base, budget: { answer: 64, message: ['Wait', 'So, hm'] } }, [{ waits: [2] }]);
    expect(setting).toMatchObject({
      name: 'waits=2 message="Wait|So,_hm" answer=64',
      budget: { answer: 64, message: ['Wait', 'So, hm'], waits: 2 },
    });
  });

  test('puts words of the recipe into the prompt, with their number', () => {
    const variants = { lines: 'In at most {n} lines.' };
    const [setting] = sweepSettings({ ...base, variants }, [{ lines: [5] }]);
    expect(setting?.prompt).toBe('In at most 5 lines.');
    expect(() => sweepSettings({ ...base, variants }, [{ prompt: ['lines'] }])).toThrow(
      'The words "lines" need number',
    );
    expect(() => sweepSettings(base, [{ short: [3] }])).toThrow('The words "short" take no number');
  });

  test('of a budget that contradicts its form is refused', () => {
    expect(() => sweepSettings(base, [{ max: [-1] }])).toThrow('sweep.max must be');
  });
});

describe('the samples of a plan', () => {
  const plans = fc.record({
    questions: fc.nat(6),
    settings: fc.array(fc.tuple(fc.nat(6), fc.nat(4)), { maxLength: 4 }),
  });

  test('are as many as it says, each once', () => {
    fc.assert(
      fc.property(plans, ({ questions, settings }) => {
        const plan = planOf(questions, settings);
        const keys = [...plannedSamples(plan)].map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys.length).toBe(countPlanned(plan));
      }),
    );
  });

  test('grow evenly over the settings, sample by sample and question by question', () => {
    const plan = planOf(2, [
      [2, 2],
      [1, 1],
    ]);
    expect([...plannedSamples(plan)].map(({ key }) => key)).toEqual([
      'a | q0 | 0',
      'b | q0 | 0',
      'a | q1 | 0',
      'a | q0 | 1',
      'a | q1 | 1',
    ]);
  });
});

describe('a plan that goes on from another', () => {
  const plans = fc.record({
    questions: fc.nat(6),
    settings: fc.array(fc.tuple(fc.nat(6), fc.nat(4)), { maxLength: 4 }),
  });

  test('asks for everything that either asks for, and nothing is taken away', () => {
    fc.assert(
      fc.property(plans, plans, (one, other) => {
        const [before, wanted] = [planOf(one.questions, one.settings), planOf(other.questions, other.settings)];
        const { plan, added } = extendPlan(before, wanted);
        const keys = (of: RunPlan): Set<string> => new Set([...plannedSamples(of)].map(({ key }) => key));
        const [merged, old, asked] = [keys(plan), keys(before), keys(wanted)];
        for (const key of [...old, ...asked]) expect(merged.has(key)).toBe(true);
        if (merged.size > old.size) expect(added).not.toEqual([]);
        // Asking for the same again changes nothing.
        expect(extendPlan(plan, wanted)).toEqual({ plan: { ...plan }, added: [] });
      }),
    );
  });

  test.each<[Partial<RunPlan>, string]>([
    [{ seed: 1 }, 'the seed was 0, and is now 1'],
    [{ sampling: { temperature: 1 } }, 'the sampling was {"temperature":0}, and is now {"temperature":1}'],
    [{ engine: { id: 'other', model: 'scripted' } }, 'the engine was scripted, and is now other'],
    [{ system: 'Be brief.' }, 'the system message was none, and is now Be brief.'],
    [{ prompt: '{question}!' }, 'the prompt was the question alone, and is now {question}!'],
    [{ questions: [['q2', 'fedcba9876543210']] }, 'question 1 was q1, and is now q2'],
    [{ questions: [['q1', 'aaaaaaaaaaaaaaaa']] }, 'the text or the answer of question q1'],
    [
      { settings: [{ name: 'natural end', budget: { seconds: 1 }, method: 'think', questions: 1, samples: 1 }] },
      'the setting "natural end" was',
    ],
  ])('is refused where something else differs: %j', (fields, message) => {
    expect(() => extendPlan(aPlan(), aPlan(fields))).toThrow(message);
  });
});

describe('an estimate', () => {
  test('is every bound used up, until samples were measured', () => {
    const plan = aPlan({
      settings: [
        { name: 'max=100', budget: { max: 100, answer: 20 }, method: 'think', questions: 2, samples: 1 },
        { name: 'natural end', budget: {}, method: 'think', questions: 2, samples: 1 },
      ],
    });
    const toDo = new Map([
      ['max=100', 2],
      ['natural end', 2],
    ]);
    const price = { prompt: 1, output: 10 };
    const estimates = estimatePlan(plan, { toDo, promptTokens: 50, contextSize: 1000, price, concurrency: 4 });
    expect(estimates).toMatchObject([
      { samples: 2, promptTokens: 100, mostTokens: 2 * 120, expectedTokens: undefined, mostCost: (100 + 2400) / 1e6 },
      // Without a bound what the context leaves: 1000 - 50 of the prompt, a quarter of the context for the answer.
      { samples: 2, mostTokens: 2 * 950 },
    ]);
  });
});

function planOf(questions: number, settings: readonly (readonly [number, number])[]): RunPlan {
  return aPlan({
    questions: Array.from({ length: questions }, (_, n) => [`q${n}`, String(n)] as const),
    settings: settings.map(([count, samples], n) => {
      return { name: 'abcd'[n]!, budget: {}, method: 'think', questions: Math.min(count, questions), samples };
    }),
  });
}
