import { describe, expect, test } from 'vitest';
import { MullError } from '../../src/core/mull-error.ts';
import { fitBudget, type Room } from '../../src/forcing/fit-budget.ts';

const room: Room = { contextSize: 1000, prompt: 100, cut: 5, finish: 3 };

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (MullError.isMullError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

describe('fitting a budget into the context', () => {
  test('without a maximum, thinking may fill what prompt, delimiter and answer leave', () => {
    const budget = fitBudget({}, room);
    expect([budget.max, budget.askedMax, budget.answer]).toEqual([1000 - 100 - 5 - 250, undefined, 250]);
  });

  test("the answer's reserve is the lesser of 1,024 and a quarter of the context", () => {
    expect(fitBudget({}, { ...room, contextSize: 32_768 }).answer).toBe(1024);
    expect(fitBudget({}, { ...room, contextSize: 2000 }).answer).toBe(500);
    expect(fitBudget({ answer: 700 }, room).answer).toBe(700);
  });

  test("'auto' is what the context leaves", () => {
    expect(fitBudget({ max: 'auto' }, room)).toMatchObject({ max: 645, askedMax: 'auto', warnings: [] });
  });

  test('rule 7: a maximum that does not fit is lowered, with a warning that has the numbers', () => {
    const budget = fitBudget({ max: 5000 }, room);
    expect([budget.max, budget.askedMax]).toEqual([645, 5000]);
    expect(budget.warnings).toEqual([
      {
        code: 'W_MAX_CLAMPED',
        message:
          'max was lowered from 5000 to 645: the context of 1000 leaves no more after 100 tokens of prompt and 250 for the answer.',
      },
    ]);
  });

  test('rule 7: a minimum above the lowered maximum is an error', () => {
    expect(refusal(() => fitBudget({ min: 700, max: 5000 }, room))).toBe(
      'E_BUDGET_CONFLICT: budget.min (700) is larger than the 645 thinking tokens that fit.',
    );
  });

  test('a prompt that leaves nothing to think in is an error before the first token', () => {
    expect(refusal(() => fitBudget({}, { ...room, prompt: 745 }))).toBe(
      'E_CONTEXT_OVERFLOW: The prompt has 745 tokens; with 250 kept for the answer nothing is left of the context of 1000.',
    );
    expect(fitBudget({ max: 0 }, { ...room, prompt: 745 }).max).toBe(0);
    expect(refusal(() => fitBudget({ max: 0 }, { ...room, prompt: 746 }))).toContain('E_CONTEXT_OVERFLOW');
  });

  test('rule 10: a cap that cannot hold finish and an answer is an error', () => {
    expect(refusal(() => fitBudget({ answer: 3 }, room))).toBe(
      'E_BUDGET_CONFLICT: budget.answer (3) cannot hold finish (3 tokens) and an answer.',
    );
    expect(fitBudget({ answer: 4 }, room).answer).toBe(4);
  });

  test('a total is kept by thinking and answer together: the answer gets a quarter of it, thinking the rest', () => {
    expect(fitBudget({ total: 200 }, room)).toMatchObject({ max: 150, answer: 50, total: 200, warnings: [] });
    expect(fitBudget({ total: 200, max: 20 }, room)).toMatchObject({ max: 20, answer: 50, total: 200 });
    expect(fitBudget({ total: 200, answer: 80 }, room)).toMatchObject({ max: 120, answer: 80, total: undefined });
    expect(fitBudget({ total: 10_000 }, room)).toMatchObject({ max: 645, askedMax: undefined, total: 895 });
  });

  test('a maximum that a total does not leave room for is lowered, with a warning', () => {
    const budget = fitBudget({ total: 200, max: 300 }, room);
    expect([budget.max, budget.warnings.map(({ message }) => message)]).toEqual([
      150,
      ['max was lowered from 300 to 150: a total of 200 leaves no more beside 50 for the answer.'],
    ]);
    expect(refusal(() => fitBudget({ total: 200, min: 160 }, room))).toContain('E_BUDGET_CONFLICT');
    expect(refusal(() => fitBudget({ total: 20, answer: 30 }, room))).toBe(
      'E_BUDGET_CONFLICT: budget.answer (30) is larger than budget.total (20).',
    );
  });

  test('a total too small for finish and an answer is all for the answer, without thinking', () => {
    expect(fitBudget({ total: 1 }, room)).toMatchObject({ max: 0, answer: 1, total: 1 });
    expect(fitBudget({ total: 10 }, room)).toMatchObject({ max: 4, answer: 6, total: 10 });
  });

  test('rule 13: an effort sets max and answer only, as shares of the context with caps', () => {
    expect(fitBudget({ effort: 'medium' }, room)).toMatchObject({
      max: 250,
      askedMax: 250,
      answer: 250,
      waits: 0,
      min: 0,
    });
    expect(fitBudget({ effort: 'medium' }, { ...room, contextSize: 131_072 })).toMatchObject({
      max: 8192,
      answer: 2048,
    });
    expect(fitBudget({ effort: 'none' }, room).max).toBe(0);
    expect(fitBudget({ effort: 'max' }, room)).toMatchObject({ max: 645, askedMax: undefined, warnings: [] });
  });

  test('explicit fields beat the effort', () => {
    expect(fitBudget({ effort: 'low', max: 40, answer: 9 }, room)).toMatchObject({ max: 40, answer: 9 });
  });

  test("rule 15: preset 's1' is the paper's strings, loops ignored, no grace; explicit fields beat it", () => {
    const paper = fitBudget({ preset: 's1' }, room);
    expect([paper.message, paper.finish, paper.loop, paper.grace]).toEqual(['Wait', 'Final Answer:', 'ignore', 0]);
    expect(fitBudget({ preset: 's1', loop: 'end' }, room).loop).toBe('end');
    expect(fitBudget({}, room).loop).toBe('end');
  });
});
