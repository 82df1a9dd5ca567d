import { expect, test } from 'vitest';
import type { RunSetting } from '../../../src/core/run-plan.ts';
import { startSummary } from '../../../src/eval/summary/start-summary.ts';
import { settingPlace } from '../../../src/report/run/setting-place.ts';
import { buildRecord } from '../../../src/testing/build-record.ts';
import { sweepPlan } from '../../support/a-sweep.ts';

test('settings of a strategy that spend more and more are one curve, beside budget forcing', () => {
  expect(
    curves([
      { method: 'think', budget: { waits: 2 } },
      { method: 'majority:samples=2' },
      { method: 'majority:samples=8' },
    ]),
  ).toEqual(['budget forcing', 'majority', 'majority']);
});

test('what sets settings of a strategy apart besides that stands in the name of the curve', () => {
  expect(
    curves([
      { method: 'majority:samples=2,waits=1' },
      { method: 'majority:samples=2,waits=2' },
      { method: 'best-of:samples=4,score=self-certainty' },
    ]),
  ).toEqual(['majority:waits=1', 'majority:waits=2', 'best-of']);
});

test('budgets and temperatures that differ under one strategy are curves of their own', () => {
  expect(
    curves([
      { method: 'majority:samples=2', budget: { waits: 1 }, temperature: 1 },
      { method: 'majority:samples=2', budget: {}, temperature: 0.6 },
    ]),
  ).toEqual(['majority, waits=1 temperature=1', 'majority, temperature=0.6']);
});

test.each<readonly [method: string, bound: ReturnType<typeof settingPlace>['bound'], what: string]>([
  ['majority:samples=2,tokens=300', { tokens: 300, of: 'all' }, 'all chains together'],
  ['rejection:within=40,tries=16', { tokens: 40, of: 'taken' }, 'the sample that is taken'],
  ['conditional:tokens=64', { tokens: 64, of: 'taken' }, 'what the model was told'],
  ['conditional:steps=2', { tokens: 200, of: 'taken' }, 'a hundred tokens a step, as in the paper'],
  ['majority:samples=2', undefined, 'nothing'],
])('%s is held to %j: %s', (method, bound) => {
  expect(places([{ method }])[0]?.bound).toEqual(bound);
});

function curves(settings: readonly Partial<RunSetting>[]): string[] {
  return places(settings).map(({ curve }) => curve);
}

function places(given: readonly Partial<RunSetting>[]): ReturnType<typeof settingPlace>[] {
  const settings = given.map(
    (each, index): RunSetting => ({
      name: `s${index}`,
      budget: {},
      method: 'think',
      questions: 1,
      samples: 1,
      ...each,
    }),
  );
  const builder = startSummary();
  for (const { name } of settings) builder.add(buildRecord({ setting: name }));
  return builder.summary().settings.map((summary) => settingPlace(summary, sweepPlan({ settings })));
}
