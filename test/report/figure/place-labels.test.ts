import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Box, boxesAlong, overlaps, placeLabels } from '../../../src/report/figure/place-labels.ts';

const area: Box = { left: 0, top: 0, right: 600, bottom: 400 };
const place = fc.record({
  x: fc.double({ min: 0, max: 600, noNaN: true }),
  y: fc.double({ min: 0, max: 400, noNaN: true }),
});

test('a label stands at the right of the end of its line where nothing is in the way', () => {
  const [label] = placeLabels([{ owner: 0, width: 50, height: 14, anchors: [{ x: 300, y: 200 }] }], [[]], [], area);
  expect(label).toMatchObject({ left: 309, top: 193, anchor: 0 });
});

test('labels overlap neither each other nor what must stay visible, and stay inside', () => {
  const lines = fc.array(fc.array(place, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(lines, fc.array(place, { maxLength: 8 }), (curves, intervals) => {
      const drawn = curves.map((points) => [
        ...points.map(({ x, y }): Box => ({ left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 })),
        ...boxesAlong(points),
      ]);
      const others = intervals.map(({ x, y }): Box => ({ left: x - 2, right: x + 2, top: y - 30, bottom: y + 30 }));
      const requests = curves.map((anchors, owner) => ({ owner, width: 60, height: 14, anchors }));
      const labels = placeLabels(requests, drawn, others, area).filter((label) => label !== undefined);
      for (const [i, label] of labels.entries()) {
        expect([...drawn.flat(), ...others].filter((box) => overlaps(box, label))).toEqual([]);
        expect(labels.filter((other, j) => i !== j && overlaps(other, label))).toEqual([]);
        expect(label.left >= 0 && label.right <= 600 && label.top >= 0 && label.bottom <= 400).toBe(true);
      }
    }),
  );
});

test('a label without room is not placed', () => {
  const full: Box[] = [{ left: 0, top: 0, right: 600, bottom: 400 }];
  const request = { owner: 0, width: 50, height: 14, anchors: [{ x: 300, y: 200 }] };
  expect(placeLabels([request], [full], [], area)).toEqual([undefined]);
});
