import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forcedOpening, markForced } from '../../../src/report/page/mark-forced.ts';

test('what mull put in is told from what the model wrote', () => {
  const thinking = 'It is 41. Wait, no: 42.';
  expect(
    markForced(thinking, [
      { kind: 'cut', text: '</think>\n\nFinal Answer:', position: 9, offset: thinking.length },
      { kind: 'wait', text: 'Wait', position: 4, offset: 10 },
    ]),
  ).toEqual([
    { kind: 'model', text: 'It is 41. ' },
    { kind: 'wait', text: 'Wait', position: 4 },
    { kind: 'model', text: ', no: 42.' },
    { kind: 'cut', text: '', position: 9 },
  ]);
});

test('the delimiter of an end the model made is no intervention', () => {
  expect(markForced('Done.', [{ kind: 'close', text: '</think>', position: 2, offset: 5 }])).toEqual([
    { kind: 'model', text: 'Done.' },
  ]);
});

test('whatever the marks say, the pieces joined are the thought', () => {
  const mark = fc.record({
    kind: fc.constantFrom('wait', 'cut', 'close'),
    text: fc.string({ maxLength: 4 }),
    position: fc.nat(),
    offset: fc.integer({ min: -5, max: 60 }),
  });
  fc.assert(
    fc.property(fc.string({ maxLength: 40, unit: 'binary' }), fc.array(mark, { maxLength: 6 }), (thinking, marks) => {
      const pieces = markForced(thinking, marks);
      expect(pieces.map((piece) => piece.text).join('')).toBe(thinking);
      expect(pieces.filter(({ kind }) => kind !== 'model').length).toBe(
        marks.filter(({ kind }) => kind !== 'close').length,
      );
    }),
  );
});

test('after a cut the words that open the answer are mull’s', () => {
  const cut = { kind: 'cut', text: '</think>\n\nFinal Answer:', position: 9, offset: 0 } as const;
  expect(forcedOpening('Final Answer: 42', [cut])).toBe('Final Answer:'.length);
  expect(forcedOpening('It is 42', [cut])).toBe(0);
  expect(forcedOpening('Final Answer: 42', [])).toBe(0);
});
