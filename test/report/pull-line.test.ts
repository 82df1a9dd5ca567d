import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteText } from '../../src/core/byte-text.ts';
import { displayWidth } from '../../src/report/display-width.ts';
import { pullLine } from '../../src/report/pull-line.ts';
import { plainStyle } from '../../src/report/text-style.ts';

const MiB = 2 ** 20;
const pull = { file: 'Q8/model.gguf', part: 1, parts: 1, bytes: 160 * MiB, total: 640 * MiB, waiting: false };

test('a pull tells how far it is, how fast, and how long it will take', () => {
  expect(pullLine({ ...pull, bytesPerSecond: 8 * MiB }, plainStyle)).toBe(
    'model.gguf · 25% · 160 MiB of 640 MiB · 8.0 MiB/s · 60 s left'.replace('60 s', '1 min'),
  );
  expect(pullLine({ ...pull, part: 2, parts: 3 }, plainStyle)).toBe('model.gguf (2 of 3) · 25% · 160 MiB of 640 MiB');
});

test('a pull that another process does says so', () => {
  expect(pullLine({ ...pull, waiting: true, bytesPerSecond: MiB }, plainStyle)).toContain('another process');
});

test('the line of a pull leaves the last column free, however narrow, and never loses its percentage', () => {
  fc.assert(
    fc.property(fc.integer({ min: 6, max: 120 }), fc.integer({ min: 0, max: 640 }), (width, done) => {
      const line = pullLine({ ...pull, bytes: done * MiB, bytesPerSecond: 3 * MiB }, { ...plainStyle, width });
      expect(displayWidth(line)).toBeLessThan(width);
      expect(line).toContain(`${Math.floor((100 * done) / 640)}%`);
    }),
  );
});

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1023, '1023 bytes'],
  [1024, '1.0 KiB'],
  [639 * MiB, '639 MiB'],
  [4.7 * 1024 * MiB, '4.7 GiB'],
  [139 * 1024 * MiB, '139 GiB'],
])('%i bytes are %s', (bytes, text) => {
  expect(byteText(bytes)).toBe(text);
});
