import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBoundary } from '../../src/forcing/is-boundary.ts';
import { isLooping, loopCharacters, loopTokens } from '../../src/forcing/is-looping.ts';
import { rotate } from '../../src/forcing/rotate.ts';
import { utf8Length } from '../../src/forcing/utf8-length.ts';

describe('rule 12: a loop is one run repeated at least three times over at least 48 tokens', () => {
  const repeat = (run: readonly number[], times: number): number[] => Array.from({ length: times }, () => run).flat();

  test('16 tokens three times are a loop, 15 tokens three times are not yet', () => {
    const run = Array.from({ length: 16 }, (_, index) => index);
    expect(isLooping([99, ...repeat(run, 3)], loopTokens)).toBe(true);
    expect(isLooping([99, ...repeat(run.slice(1), 3)], loopTokens)).toBe(false);
    expect(isLooping([99, ...repeat(run, 3).slice(1)], loopTokens)).toBe(false);
  });

  test('a short run must fill 48 tokens', () => {
    expect(isLooping(repeat([7], 48), loopTokens)).toBe(true);
    expect(isLooping(repeat([7], 47), loopTokens)).toBe(false);
    expect(isLooping(repeat([1, 2, 3, 4, 5], 10), loopTokens)).toBe(true);
  });

  test('a long run must come three times', () => {
    const run = Array.from({ length: 100 }, (_, index) => index);
    expect(isLooping(repeat(run, 3), loopTokens)).toBe(true);
    expect(isLooping(repeat(run, 3).slice(1), loopTokens)).toBe(false);
  });

  test('characters need 200', () => {
    const codes = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));
    expect(isLooping(codes('no way. '.repeat(25)), loopCharacters)).toBe(true);
    expect(isLooping(codes('no way. '.repeat(24)), loopCharacters)).toBe(false);
  });

  test('it finds exactly what an obvious search finds', () => {
    const obvious = (history: readonly number[], minimum: number): boolean => {
      for (let period = 1; period * 3 <= history.length; period += 1) {
        const end = history.slice(-Math.max(minimum, period * 3));
        if (end.length >= minimum && end.every((item, index) => index < period || item === end[index - period]))
          return true;
      }
      return false;
    };
    const history = fc
      .tuple(
        fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 20 }),
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 1, max: 8 }),
      )
      .map(([before, run, times]) => [...before, ...repeat(run, times)]);
    fc.assert(
      fc.property(history, fc.integer({ min: 3, max: 24 }), (items, minimum) => {
        expect(isLooping(items, minimum)).toBe(obvious(items, minimum));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('rule 2: a sentence or line end, for cutting within grace', () => {
  test.each(['Is it? ', 'a line\n', 'He said "no."', '好。', 'So it is four.', 'Done!)', 'see 3.1. Then 4. '])(
    '"%s" is one',
    (text) => {
      expect(isBoundary(text)).toBe(true);
    },
  );

  test.each(['', 'So it is', 'it is 3.', 'wait...', 'a, b', 'f(x)'])('"%s" is none', (text) => {
    expect(isBoundary(text)).toBe(false);
  });
});

test('messages are used in turn; one text is used always', () => {
  expect([0, 1, 2, 3].map((n) => rotate(['Wait', 'Hmm'], n))).toEqual(['Wait', 'Hmm', 'Wait', 'Hmm']);
  expect([0, 1].map((n) => rotate('Wait', n))).toEqual(['Wait', 'Wait']);
});

test('a text has as many bytes as UTF-8 says', () => {
  expect(['', 'Wait', 'é', '好', '😀'].map(utf8Length)).toEqual([0, 4, 2, 3, 4]);
});
