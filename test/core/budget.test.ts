import { describe, expect, test } from 'vitest';
import type { Budget } from '../../src/core/budget.ts';
import { effortLevels, efforts } from '../../src/core/effort.ts';
import { MullError } from '../../src/core/mull-error.ts';
import { readBudget } from '../../src/forcing/read-budget.ts';

/** What a caller sees who gives this budget: the message and the hint of the error. */
function refusal(budget: unknown): string {
  try {
    readBudget(budget as Budget);
  } catch (error) {
    if (MullError.isMullError(error)) return `${error.code}: ${error.message} ${error.hint}`;
    throw error;
  }
  return 'accepted';
}

describe('a budget', () => {
  test('may be absent, an effort, or fields', () => {
    expect(readBudget(undefined)).toEqual({});
    expect(readBudget('high')).toEqual({ effort: 'high' });
    expect(readBudget({ max: 64, waits: 2 })).toEqual({ max: 64, waits: 2 });
    expect(readBudget({ max: 'auto', message: ['Wait', 'Hmm'] })).toEqual({ max: 'auto', message: ['Wait', 'Hmm'] });
  });

  test.each<[unknown, string]>([
    [
      { max: -1 },
      'E_BUDGET_INVALID: budget.max must be a whole number of at least 0, or "auto", got -1. Give budget.max as a whole number of at least 0, or "auto".',
    ],
    [
      { max: 1.5 },
      'E_BUDGET_INVALID: budget.max must be a whole number of at least 0, or "auto", got 1.5. Give budget.max as a whole number of at least 0, or "auto".',
    ],
    [
      { max: '64' },
      'E_BUDGET_INVALID: budget.max must be a whole number of at least 0, or "auto", got "64". Give budget.max as a whole number of at least 0, or "auto".',
    ],
    [
      { max: Number.NaN },
      'E_BUDGET_INVALID: budget.max must be a whole number of at least 0, or "auto", got NaN. Give budget.max as a whole number of at least 0, or "auto".',
    ],
    [
      { min: 1e300 },
      'E_BUDGET_INVALID: budget.min must be a whole number of at least 0, got 1e+300. Give budget.min as a whole number of at least 0.',
    ],
    [
      { waits: -2 },
      'E_BUDGET_INVALID: budget.waits must be a whole number of at least 0, got -2. Give budget.waits as a whole number of at least 0.',
    ],
    [
      { waits: 'two' },
      'E_BUDGET_INVALID: budget.waits must be a whole number of at least 0, got "two". Give budget.waits as a whole number of at least 0.',
    ],
    [
      { answer: 0 },
      'E_BUDGET_INVALID: budget.answer must be a whole number of at least 1, got 0. Give budget.answer as a whole number of at least 1.',
    ],
    [
      { seconds: 0 },
      'E_BUDGET_INVALID: budget.seconds must be a number above 0, got 0. Give budget.seconds as a number above 0.',
    ],
    [
      { message: [] },
      'E_BUDGET_INVALID: budget.message must be a text, or a list of at least one text, got []. Give budget.message as a text, or a list of at least one text.',
    ],
    [
      { loop: 'stop' },
      'E_BUDGET_INVALID: budget.loop must be one of end, ignore, got "stop". Give budget.loop as one of end, ignore.',
    ],
    [
      { effort: 'hihg' },
      'E_BUDGET_INVALID: budget.effort must be one of none, minimal, low, medium, high, xhigh, max, got "hihg". Did you mean "high"?',
    ],
    [{ wait: 2 }, 'E_BUDGET_INVALID: budget has no field "wait". Did you mean "waits"?'],
    [
      { zebra: 2 },
      'E_BUDGET_INVALID: budget has no field "zebra". Its fields are: max, min, waits, message, finish, grace, loop, answer, total, seconds, effort, preset.',
    ],
    [
      'hgih',
      'E_BUDGET_INVALID: budget must be an object or one of none, minimal, low, medium, high, xhigh, max, got "hgih". Did you mean "high"?',
    ],
    [64, 'E_BUDGET_INVALID: budget must be an object, got 64. Give budget as an object.'],
    [null, 'E_BUDGET_INVALID: budget must be an object, got null. Give budget as an object.'],
    [{ min: 10, max: 5 }, 'E_BUDGET_CONFLICT: budget.min (10) is larger than budget.max (5). Lower min or raise max.'],
    [
      { min: 1, effort: 'none' },
      'E_BUDGET_CONFLICT: budget.min (1) is larger than budget.max (0). Lower min or raise max.',
    ],
  ])('%j is refused in words', (budget, expected) => {
    expect(refusal(budget)).toBe(expected);
  });

  test('efforts grow: every level allows more thinking and no shorter answer than the one before', () => {
    const levels = efforts.map((effort) => effortLevels[effort]);
    levels.slice(1).forEach((level, index) => {
      const before = levels[index]!;
      expect(level.share).toBeGreaterThan(before.share);
      expect(level.cap).toBeGreaterThan(before.cap);
      expect(level.answer).toBeGreaterThanOrEqual(before.answer);
    });
  });
});
