import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestStop, tokenScale } from '../../src/playground/token-scale.ts';

test('a slider goes from 0 to the window in steps that grow', () => {
  expect(tokenScale(100)).toEqual([0, 8, 12, 16, 24, 32, 48, 64, 96, 100]);
  fc.assert(
    fc.property(fc.integer({ min: 9, max: 300_000 }), (most) => {
      const scale = tokenScale(most);
      expect(scale).toEqual([...new Set(scale)].toSorted((a, b) => a - b));
      expect([scale[0], scale.at(-1)]).toEqual([0, most]);
    }),
  );
});

test('a number between two stops stands at the nearer one', () => {
  expect(tokenScale(100)[nearestStop(tokenScale(100), 30)]).toBe(32);
});
