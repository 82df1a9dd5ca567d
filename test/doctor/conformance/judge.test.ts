import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountsFor } from '../../../src/doctor/conformance/amounts.ts';
import { judgeEffort, judgeMaximum, judgeMinimum, judgeWaits } from '../../../src/doctor/conformance/judge.ts';

const attempts = fc.array(fc.integer({ min: 12, max: 2000 }), { minLength: 1, maxLength: 3 });
const happenings = fc.integer({ min: 0, max: 4000 });

describe('the verdict of a bound', () => {
  test('a maximum is held at it, exceeded above it, and ignored where the model thinks as much as by itself', () => {
    expect([20, 19, 0].map((happened) => judgeMaximum(20, happened, [60, 62]))).toEqual(['held', 'held', 'held']);
    expect([21, 40, 53].map((happened) => judgeMaximum(20, happened, [60, 62]))).toEqual(
      Array.from({ length: 3 }, () => 'exceeded'),
    );
    expect([54, 60, 300].map((happened) => judgeMaximum(20, happened, [60, 62]))).toEqual(
      Array.from({ length: 3 }, () => 'ignored'),
    );
  });

  test('a minimum is held at it, short below it, and ignored where the model thinks no more than by itself', () => {
    expect([93, 200].map((happened) => judgeMinimum(93, happened, [60, 62]))).toEqual(['held', 'held']);
    expect([69, 92].map((happened) => judgeMinimum(93, happened, [60, 62]))).toEqual(['short', 'short']);
    expect([0, 62, 68].map((happened) => judgeMinimum(93, happened, [60, 62]))).toEqual(
      Array.from({ length: 3 }, () => 'ignored'),
    );
  });

  test('an effort is held only where the high one gives more than attempts differ by anyway', () => {
    expect(judgeEffort(20, 60, [60, 62])).toBe('held');
    expect(judgeEffort(60, 60, [60, 62])).toBe('ignored');
    expect(judgeEffort(60, 64, [60, 62])).toBe('ignored');
    expect(judgeEffort(20, 60, [20, 62])).toBe('ignored');
    expect(judgeEffort(60, 20, [60, 62])).toBe('ignored');
  });

  test('a Wait is held where an end was suppressed', () => {
    expect([judgeWaits(1, 1), judgeWaits(1, 2), judgeWaits(1, 0)]).toEqual(['held', 'held', 'short']);
  });

  test('what is asked for tells obeying from ignoring, whatever a model does by itself', () => {
    fc.assert(
      fc.property(attempts, (natural) => {
        const amounts = amountsFor(natural)!;
        for (const thought of natural) {
          expect(judgeMaximum(amounts.max, thought, natural)).toBe('ignored');
          expect(judgeMinimum(amounts.min, thought, natural)).toBe('ignored');
        }
        expect(judgeMaximum(amounts.max, amounts.max, natural)).toBe('held');
        expect(judgeMinimum(amounts.min, amounts.min, natural)).toBe('held');
      }),
    );
  });

  test('"held" means exactly that the bound was kept', () => {
    fc.assert(
      fc.property(attempts, happenings, (natural, happened) => {
        const { max, min } = amountsFor(natural)!;
        expect(judgeMaximum(max, happened, natural) === 'held').toBe(happened <= max);
        expect(judgeMinimum(min, happened, natural) === 'held').toBe(happened >= min);
      }),
    );
  });

  test('thinking of a few tokens cannot be told from chance, and nothing is asked for', () => {
    expect(amountsFor([11, 400])).toBeUndefined();
    expect(amountsFor([12])).toMatchObject({ max: 4, min: 24 });
  });
});
