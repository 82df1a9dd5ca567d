import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayWidth } from '../../src/report/display-width.ts';
import { emptyFlow, endFlow, type Flow, type FlowOptions, flowText } from '../../src/report/flow-text.ts';
import { plainStyle } from '../../src/report/text-style.ts';
import { wrapText } from '../../src/report/wrap-text.ts';

const words = fc.array(fc.constantFrom('a', 'thinking', 'x'.repeat(30), '漢字漢字漢字', 'e1+3=9', '🙂'), {
  maxLength: 30,
});

test('text that comes in pieces is wrapped at words, behind its gutter', () => {
  expect(flowed(['one tw', 'o thr', 'ee four'], 12)).toBe('| one two\n| three four');
});

test('a word is printed as soon as it is known to be complete', () => {
  const [flow, written] = flowText(emptyFlow, 'one two', 'thinking', options(20));
  expect(written).toBe('| one');
  expect(endFlow(flow, options(20))).toBe(' two');
});

test('line ends and indentation of the text stay, white space at both ends goes', () => {
  expect(flowed(['\n\n a\n\n  b\n', '\n'], 40)).toBe('| a\n|\n|   b');
});

test('a word longer than a line is broken where the line ends', () => {
  expect(flowed(['a ', 'x'.repeat(25)], 12)).toBe(`| a\n| ${'x'.repeat(10)}\n| ${'x'.repeat(10)}\n| xxxxx`);
});

test('wide characters take two columns and may be broken between', () => {
  expect(flowed(['漢字漢字漢字漢字'], 13)).toBe('| 漢字漢字漢\n| 字漢字');
});

test('no line is ever wider than the width, and how the text was cut into pieces does not matter', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 12, max: 60 }), fc.integer({ min: 1, max: 7 }), (list, width, size) => {
      const text = list.join(' ');
      const whole = flowed([text], width);
      for (const line of whole.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      expect(whole.replace(/\n?\| /g, '').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      const characters = [...text];
      const pieces = Array.from({ length: Math.ceil(characters.length / size) }, (_, index) =>
        characters.slice(index * size, (index + 1) * size).join(''),
      );
      expect(flowed(pieces, width)).toBe(whole);
    }),
  );
});

test('a line of a megabyte without a space is no problem', () => {
  const text = 'x'.repeat(1 << 20);
  expect(flowed([text], 80).replace(/\n?\| /g, '')).toHaveLength(text.length);
  expect(flowed([text], Number.POSITIVE_INFINITY)).toHaveLength(text.length + 2);
});

test('a paragraph is wrapped behind an indent', () => {
  expect(wrapText('one two three', { ...plainStyle, width: 12 }, { indent: '  ' })).toEqual(['  one two', '  three']);
});

function options(width: number): FlowOptions {
  return { style: { ...plainStyle, width }, gutter: '| ' };
}

function flowed(pieces: readonly string[], width: number): string {
  let flow: Flow = emptyFlow;
  let output = '';
  for (const piece of pieces) {
    const [next, written] = flowText(flow, piece, 'thinking', options(width));
    flow = next;
    output += written;
  }
  return output + endFlow(flow, options(width));
}
