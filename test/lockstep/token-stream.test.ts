import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenStream } from '../../src/lockstep/token-stream.ts';
import { TokenTexts } from '../../src/lockstep/token-texts.ts';
import { certainPieces, firstStop, textOf } from '../support/naive-text.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function streamOf(pieces: readonly Uint8Array[], stops: readonly string[]): TokenStream {
  const tokenizer = { encode: () => [], bytes: (token: number) => pieces[token]!, turnEnds: new Set<number>() };
  return new TokenStream(new TokenTexts(tokenizer), stops);
}

test('a character that comes in several tokens is shown once it is whole', () => {
  const stream = streamOf([Uint8Array.of(0xe2), Uint8Array.of(0x82), Uint8Array.of(0xac), encode('x')], []);
  const shown = [0, 1, 2, 3].map((token) => {
    stream.push(token);
    return stream.take();
  });
  expect(shown).toEqual([undefined, undefined, { count: 3, text: '€' }, { count: 1, text: 'x' }]);
});

test('bytes that can no longer become a character are shown as U+FFFD as soon as that is certain', () => {
  const stream = streamOf([Uint8Array.of(0xe2), encode('x'), Uint8Array.of(0xff)], []);
  const shown = [0, 1, 2].map((token) => {
    stream.push(token);
    return stream.take();
  });
  expect(shown).toEqual([undefined, { count: 2, text: '\ufffdx' }, { count: 1, text: '\ufffd' }]);
});

test('a byte order mark stays in the text', () => {
  const stream = streamOf([encode('\ufeffa')], []);
  stream.push(0);
  expect(stream.take()).toEqual({ count: 1, text: '\ufeffa' });
});

const alphabet = [encode('a'), encode('b'), encode('ab'), encode('€'), encode('a€b'), encode(''), encode('\u{1f600}')];
const bytes = [0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xff, 0xc3].map((byte) => Uint8Array.of(byte));
// Tokens that end one character and go on with text, as byte-level vocabularies have them.
const mixed = [Uint8Array.of(0xac, 0x61), Uint8Array.of(0x82, 0xac, 0x61, 0x62), Uint8Array.of(0x61, 0xe2, 0x82)];
const pieces = fc.array(fc.constantFrom(...alphabet, ...bytes, ...mixed), { minLength: 1, maxLength: 12 });
const stops = fc.array(fc.constantFrom('ab', 'ba', 'aab', '€', 'a€', 'b\u{1f600}', '\ufffd'), { maxLength: 3 });

test('property: what is shown is what a plain search over the whole text allows', () => {
  fc.assert(
    fc.property(pieces, stops, (list, texts) => {
      const stream = streamOf(list, texts);
      let shown = 0;
      for (let count = 1; count <= list.length; count += 1) {
        const held = list.slice(shown, count);
        const found = stream.push(count - 1);
        const expected = firstStop(held, texts);
        expect(found && { ...found, stop: texts[found.stop] }).toEqual(expected);
        if (found !== undefined) {
          expect(stream.flush(found.keep)?.text ?? '').toBe(textOf(held.slice(0, found.keep)));
          return;
        }
        const certain = certainPieces(held, texts);
        const taken = stream.take();
        expect(taken).toEqual(certain === 0 ? undefined : { count: certain, text: textOf(held.slice(0, certain)) });
        shown += certain;
      }
      expect(stream.flush()?.text ?? '').toBe(textOf(list.slice(shown)));
    }),
    { numRuns: 5000 },
  );
});
