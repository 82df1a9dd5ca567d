import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largestTokens } from '../../src/lockstep/largest-tokens.ts';
import { logSumExp } from '../../src/lockstep/log-sum-exp.ts';
import { readLogprobs } from '../../src/lockstep/read-logprobs.ts';

const floats = fc.array(fc.float({ min: -60, max: 60, noNaN: true }), { minLength: 1, maxLength: 60 });

test('property: log-probabilities of the whole vocabulary add up to one', () => {
  fc.assert(
    fc.property(floats, (values) => {
      const scored = readLogprobs(Float32Array.from(values), { top: values.length });
      expect(scored.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0)).toBeCloseTo(1, 5);
    }),
  );
});

test('the tokens asked for and the best ones come once each, best first', () => {
  const scored = readLogprobs(Float32Array.of(0, 3, 1, 2), { tokens: [0, 1], top: 2 });
  expect(scored.map(({ token }) => token)).toEqual([1, 3, 0]);
});

test('property: the largest values are those that sorting would put first', () => {
  fc.assert(
    fc.property(floats, fc.nat(70), fc.array(fc.nat(59), { maxLength: 3 }), (values, count, skip) => {
      const array = Float32Array.from(values);
      const expected = values
        .map((_, id) => id)
        .filter((id) => !skip.includes(id))
        .sort((a, b) => array[b]! - array[a]! || a - b)
        .slice(0, count);
      expect(largestTokens(array, count, skip)).toEqual(expected);
    }),
  );
});

test('values that are not numbers are never among the largest, and count for nothing in the sum', () => {
  const values = Float32Array.of(Number.NaN, 1, Number.NEGATIVE_INFINITY);
  expect(largestTokens(values, 3)).toEqual([1, 2]);
  expect(logSumExp(values)).toBe(1);
});
