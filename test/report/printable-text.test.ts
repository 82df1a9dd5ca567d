import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printableText } from '../../src/report/printable-text.ts';

test('escape sequences are shown, not obeyed', () => {
  expect(printableText('\u001b[2J\u001b]0;title\u0007')).toBe('\\x1b[2J\\x1b]0;title\\x07');
  expect(printableText('over\rwritten \b\u007f \u009b31m')).toBe('over\\x0dwritten \\x08\\x7f \\x9b31m');
});

test('characters that make text read as something else are shown', () => {
  expect(printableText('a\u202eb\u2066c\u{e0041}')).toBe('a\\u{202e}b\\u{2066}c\\u{e0041}');
});

test('ordinary text of every script is left alone', () => {
  const text = 'tab\there\nnaïve 漢字 🙂 👩‍👩‍👧 עברית';
  expect(printableText(text)).toBe(text);
});

test('Windows line ends become line feeds', () => {
  expect(printableText('a\r\nb')).toBe('a\nb');
});

test('whatever comes in, in whatever pieces, no control character but tab and line feed comes out', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (pieces) => {
      const output = pieces.map(printableText).join('');
      for (const character of output) {
        const code = character.codePointAt(0)!;
        expect((code < 32 && code !== 9 && code !== 10) || (code >= 127 && code < 160)).toBe(false);
      }
    }),
  );
});
