import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PageState, pageFilters, readState, writeState } from '../../../src/report/page/browser/page-state.ts';

test('every choice survives the address', () => {
  const name = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
  const scope = fc.record({ run: fc.integer({ min: 0, max: 2 }), setting: name }, { requiredKeys: ['run'] });
  const state: fc.Arbitrary<PageState> = fc.record(
    {
      shown: scope,
      beside: scope,
      filters: fc.subarray([...pageFilters]),
      level: name,
      subject: name,
      text: fc.string({ maxLength: 12, unit: 'grapheme' }),
      sort: fc.constantFrom('order', 'question', 'thinking', 'seconds', 'status'),
      descending: fc.boolean(),
      open: fc.nat(),
    },
    { requiredKeys: ['shown', 'filters', 'text', 'sort', 'descending'] },
  );
  fc.assert(
    fc.property(state, (chosen) => {
      expect(readState(writeState(chosen), 3)).toEqual(chosen);
    }),
  );
});

test.each(['', '#', '#run=9&open=-1&sort=nothing&filter=everything&beside=x', '#samples'])(
  'an address of which nothing makes sense (%s) is the beginning',
  (hash) => {
    expect(readState(hash, 2)).toEqual({ shown: { run: 0 }, filters: [], text: '', sort: 'order', descending: false });
  },
);

test('the beginning has an empty address', () => {
  expect(writeState(readState('', 1))).toBe('#');
});
