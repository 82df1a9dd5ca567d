import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, thinkingTokens } from '../../src/forcing/decide.ts';
import type { ForcingPlan } from '../../src/forcing/forcing-plan.ts';
import { plan, type Script, type Simulated, simulate } from './simulate.ts';

const requests = fc.constantFrom('wait', 'answer', 'time');
const positions = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 3 });

const stretch = fc.record(
  {
    tokens: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 })),
    end: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('stop' as const, 'turn-end' as const) },
      { weight: 1, arbitrary: fc.constantFrom('tool-call' as const, 'channel-end' as const, 'context' as const) },
    ),
    boundaries: positions,
    loops: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: positions }),
    request: fc.oneof(
      { weight: 6, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.record({ after: fc.integer({ min: 1, max: 40 }), what: requests }) },
    ),
  },
  { requiredKeys: ['tokens', 'request'] },
);

const script: fc.Arbitrary<Script> = fc.record({
  thinking: fc.array(stretch, { maxLength: 12 }),
  answers: fc.array(
    fc.record({
      tokens: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 0, max: 4 }) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 40 }) },
      ),
      end: fc.constantFrom(
        'turn-end' as const,
        'reopens' as const,
        'reopens' as const,
        'reopens' as const,
        'tool-call' as const,
        'context' as const,
      ),
    }),
    { maxLength: 5 },
  ),
  headers: fc.array(fc.constantFrom('thinking' as const, 'thinking' as const, 'tool' as const, 'answer' as const), {
    maxLength: 8,
  }),
  early: fc.oneof(
    { weight: 8, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom('wait' as const, 'answer' as const, 'time' as const) },
  ),
});

const plans: fc.Arbitrary<ForcingPlan> = fc
  .record({
    max: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 60, max: 400 })),
    asked: fc.constantFrom('number', 'auto', undefined),
    minShare: fc.double({ min: 0, max: 1, noNaN: true }),
    wantsMin: fc.boolean(),
    waits: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 })),
    costs: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 3 }),
    grace: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 })),
    loop: fc.constantFrom('end' as const, 'ignore' as const),
    answer: fc.integer({ min: 4, max: 30 }),
    opening: fc.constantFrom('open' as const, 'open' as const, 'open' as const, 'off' as const, 'unopened' as const),
    canBan: fc.boolean(),
    nativeMin: fc.boolean(),
    finishAllowed: fc.boolean(),
    hasHeader: fc.constantFrom(false, false, true),
    canContinue: fc.constantFrom(true, true, true, false),
  })
  .map((drawn) =>
    plan(
      {
        max: drawn.max,
        askedMax: drawn.asked === 'number' ? drawn.max : drawn.asked,
        min: drawn.wantsMin ? Math.floor(drawn.max * drawn.minShare) : 0,
        waits: drawn.waits,
        grace: drawn.grace,
        loop: drawn.loop,
        answer: drawn.answer,
      },
      {
        opening: drawn.opening,
        messageCosts: drawn.costs,
        messageEmpty: drawn.costs.map((cost) => cost === 0),
        canBan: drawn.canBan,
        nativeMin: drawn.nativeMin,
        finishAllowed: drawn.finishAllowed,
        hasHeader: drawn.hasHeader,
        canContinue: drawn.canContinue,
      },
    ),
  );

function holds(property: (run: Simulated, forcingPlan: ForcingPlan, script: Script) => void): void {
  fc.assert(
    fc.property(plans, script, (forcingPlan, drawn) => {
      property(simulate(decide, forcingPlan, drawn), forcingPlan, drawn);
    }),
    { numRuns: 2000 },
  );
}

describe('budget forcing, over random budgets and random models', () => {
  test('thinking never exceeds max, at any step', () => {
    holds((run, { budget }) => {
      for (const step of run.steps) expect(thinkingTokens(step.state)).toBeLessThanOrEqual(budget.max);
    });
  });

  test('the answer never exceeds its cap', () => {
    holds((run, { budget }) => {
      for (const step of run.steps) expect(step.state.answer).toBeLessThanOrEqual(budget.answer);
      for (const step of run.steps) if (step.action.type === 'answer') expect(step.action.maxTokens).toBeGreaterThan(0);
    });
  });

  test('an end is suppressed exactly when waits or min want more, a message fits and the model makes progress', () => {
    holds((run, { budget, messageCosts, canContinue }) => {
      run.steps.forEach((step, index) => {
        const before = run.steps[index - 1]?.state;
        if (step.observation.type !== 'end' || before === undefined) return;
        const byModel = ['stop', 'turn-end', 'channel-end'].includes(step.observation.reason);
        const sampled = before.segmentStart + step.observation.tokens;
        const wants = before.suppressions < budget.waits + before.extraWaits || sampled < budget.min;
        const cost = messageCosts[before.suppressions % messageCosts.length] ?? 0;
        const fits = before.messages + sampled + cost + 1 <= budget.max;
        const may = canContinue && before.reopened === 0 && before.asked === 'nothing' && step.state.fruitless < 3;
        const unopened = step.state.endedBy === 'none';
        expect(step.action.type === 'wait').toBe(byModel && wants && fits && may && !unopened);
      });
    });
  });

  test('unless something else ended it, min is reached', () => {
    holds((run, { budget, canContinue }) => {
      const { state } = run;
      if (state.endedBy !== 'model' || !canContinue || state.reopened > 0 || state.warnings.includes('W_NO_PROGRESS'))
        return;
      if (run.steps.some((step) => step.state.asked !== 'nothing')) return;
      expect(state.sampled).toBeGreaterThanOrEqual(budget.min);
      expect(state.suppressions).toBeGreaterThanOrEqual(budget.waits);
    });
  });

  test('messages are used in turn, from the first', () => {
    holds((run) => expect(run.waits.map((wait) => wait.n)).toEqual(run.waits.map((_wait, index) => index)));
  });

  test('everything appended is counted once', () => {
    holds((run) => {
      const appended = run.steps.map(({ observation }) => {
        if (observation.type === 'waited') return observation.tokens;
        if (observation.type === 'closed') return observation.delimiter + observation.finish;
        return observation.type === 'reopened' ? observation.delimiter : 0;
      });
      expect(run.state.forced).toBe(appended.reduce((sum, tokens) => sum + tokens, 0));
    });
  });

  test('finish follows a cut and nothing else, and never where it is not allowed', () => {
    holds((run, { finishAllowed }) => {
      for (const { action, state } of run.steps) {
        if (action.type === 'close') {
          if (action.finish) expect(action.kind === 'cut' && finishAllowed).toBe(true);
          if (action.kind === 'cut' && state.answer === 0) expect(action.finish).toBe(finishAllowed);
          expect(action.kind === 'close').toBe(state.endedBy === 'model');
        }
      }
    });
  });

  test('every end and every warning that can be decided comes up often', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(plans, script, (forcingPlan, drawn) => {
        const { state } = simulate(decide, forcingPlan, drawn);
        for (const item of [state.endedBy, ...state.warnings])
          seen.set(String(item), (seen.get(String(item)) ?? 0) + 1);
      }),
      { numRuns: 20_000, seed: 1 },
    );
    const wanted = ['model', 'max', 'time', 'loop', 'user', 'context', 'tool', 'none'];
    const warnings = ['W_LOOP', 'W_NO_PROGRESS', 'W_NO_THINKING', 'W_ANSWER_TRUNCATED', 'W_REOPENED'];
    const rare = [...wanted, ...warnings].filter((item) => (seen.get(item) ?? 0) < 100);
    expect(rare, JSON.stringify([...seen])).toEqual([]);
  });
});
