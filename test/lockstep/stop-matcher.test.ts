import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StopMatcher } from '../../src/lockstep/stop-matcher.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

test('finds a stop that spans pushes and tells where it ends', () => {
  const matcher = new StopMatcher([encode('STOP')]);
  expect(matcher.push(encode('a ST'))).toBeUndefined();
  expect(matcher.held).toBe(2);
  expect(matcher.push(encode('OP b'))).toEqual({ stop: 0, end: 2, length: 4 });
});

test('of stops completed by the same byte the longest wins', () => {
  const matcher = new StopMatcher([encode('b'), encode('ab')]);
  expect(matcher.push(encode('ab'))).toEqual({ stop: 1, end: 2, length: 2 });
});

test('property: pieces and stops in any shape give what searching the whole text gives', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 30 });
  const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 5 }), {
    minLength: 1,
    maxLength: 3,
  });
  fc.assert(
    fc.property(text, stops, fc.array(fc.nat(4)), (whole, list, sizes) => {
      const matcher = new StopMatcher(list.map(encode));
      let pushed = 0;
      let match: ReturnType<StopMatcher['push']>;
      for (let i = 0; pushed < whole.length && match === undefined; i += 1) {
        const piece = whole.slice(pushed, pushed + 1 + (sizes[i % sizes.length] ?? 0));
        match = matcher.push(encode(piece));
        if (match === undefined) {
          pushed += piece.length;
          const read = whole.slice(0, pushed);
          const held = Math.max(
            ...list.flatMap((stop) =>
              Array.from({ length: stop.length }, (_, length) => (read.endsWith(stop.slice(0, length)) ? length : 0)),
            ),
          );
          expect(matcher.held).toBe(held);
        }
      }
      const ends = list
        .map((stop) => whole.indexOf(stop) + stop.length)
        .filter((end, index) => end >= list[index]!.length);
      if (ends.length === 0) expect(match).toBeUndefined();
      else {
        expect(match && pushed + match.end).toBe(Math.min(...ends));
        const longest = Math.max(
          ...list.filter((stop) => whole.slice(0, Math.min(...ends)).endsWith(stop)).map((stop) => stop.length),
        );
        expect(match?.length).toBe(longest);
      }
    }),
    { numRuns: 2000 },
  );
});
