import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSettings, usualSettings, writeSettings } from '../../src/playground/settings.ts';

const budget = fc.record(
  { max: fc.nat(100_000), min: fc.nat(100_000), waits: fc.nat(100), message: fc.string() },
  { requiredKeys: [] },
);

test('the address of the playground gives back every setting, whatever the question says', () => {
  const settings = fc.record(
    {
      question: fc.string({ unit: 'grapheme' }),
      budget,
      other: budget,
      seed: fc.nat(999_999_999),
      temperature: fc.constantFrom(0, 0.7, 2),
    },
    { requiredKeys: ['question', 'budget', 'seed', 'temperature'] },
  );
  fc.assert(
    fc.property(settings, (wanted) => {
      expect(readSettings(writeSettings(wanted))).toEqual(wanted);
    }),
  );
});

test('usual settings need no address, and an address that makes no sense stands for them', () => {
  expect(writeSettings(usualSettings)).toBe('');
  expect(readSettings('#max=-1&min=1e9&waits=two&seed=0x1&temperature=9&vs=2')).toEqual(usualSettings);
});

test('the question stands behind the #, which browsers send to nobody', () => {
  expect(writeSettings({ ...usualSettings, question: 'a secret', budget: { max: 64 } })).toBe('#q=a+secret&max=64');
});
