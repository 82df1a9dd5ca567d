import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { efforts } from '../../src/core/effort.ts';
import { limitOutput } from '../../src/forcing/limit-output.ts';

describe('a limit for thinking and answer together', () => {
  test('is never passed, whatever the budget says, and always leaves an answer', () => {
    const budget = fc.record(
      { max: fc.nat(9000), answer: fc.integer({ min: 1, max: 9000 }), effort: fc.constantFrom(...efforts) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        budget,
        fc.integer({ min: 1, max: 9000 }),
        fc.integer({ min: 64, max: 200_000 }),
        (asked, most, context) => {
          const { max, answer } = limitOutput(asked, most, context).budget;
          expect(Number(max) + Number(answer)).toBeLessThanOrEqual(most);
          expect(answer).toBeGreaterThan(0);
          expect(max).toBeLessThanOrEqual(asked.max ?? most);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('keeps a quarter, at most 1,024 tokens, for the answer and gives thinking the rest', () => {
    expect(limitOutput(undefined, 1000, 100_000).budget).toEqual({ max: 750, answer: 250 });
    expect(limitOutput({ waits: 2 }, 9000, 100_000).budget).toEqual({ waits: 2, max: 7976, answer: 1024 });
  });

  test('gives the answer what a small maximum leaves over, as far as the window can promise it', () => {
    expect(limitOutput({ max: 0 }, 4000, 100_000).budget).toEqual({ max: 0, answer: 4000 });
    expect(limitOutput({ max: 0 }, 4000, 4096).budget).toEqual({ max: 0, answer: 1024 });
  });

  test('says which maximum it lowered', () => {
    expect(limitOutput({ max: 400 }, 100, 4096)).toEqual({ budget: { max: 68, answer: 32 }, lowered: 400 });
    expect(limitOutput('high', 5000, 8192).lowered).toBeUndefined();
    expect(limitOutput('max', 100, 8192).lowered).toBeUndefined();
  });
});
