import { expect, test } from 'vitest';
import { type NumberForm, readNumber } from '../../src/cli/read-number.ts';
import { MullError } from '../../src/core/mull-error.ts';

const tokens: NumberForm = { whole: true, least: 0 };

test.each([
  ['0', tokens, 0],
  ['64', tokens, 64],
  ['007', tokens, 7],
  ['9007199254740991', tokens, Number.MAX_SAFE_INTEGER],
  ['0.7', { whole: false, least: 0 }, 0.7],
  ['.5', { whole: false, least: 0 }, 0.5],
  ['1e-3', { whole: false, least: 0 }, 0.001],
  ['1', { whole: false, least: 0, most: 1 }, 1],
] as const)('%s is a number', (text, form, value) => {
  expect(readNumber(text, '--max', form)).toBe(value);
});

test.each([
  ['abc', tokens, '--max must be a whole number of at least 0, got "abc".', 'For example: --max 64'],
  ['-1', tokens, '--max must be a whole number of at least 0, got "-1".', 'For example: --max 64'],
  ['', tokens, '--max must be a whole number of at least 0, got "".', 'For example: --max 64'],
  [' 5', tokens, '--max must be a whole number of at least 0, got " 5".', 'Write it in plain digits: --max 5'],
  ['1.5', tokens, '--max must be a whole number of at least 0, got "1.5".', 'For example: --max 64'],
  ['1e3', tokens, '--max must be a whole number of at least 0, got "1e3".', 'Write it in plain digits: --max 1000'],
  ['1,000', tokens, '--max must be a whole number of at least 0, got "1,000".', 'Write it in plain digits: --max 1000'],
  ['0x10', tokens, '--max must be a whole number of at least 0, got "0x10".', 'Write it in plain digits: --max 16'],
  ['1e999', tokens, '--max must be a whole number of at least 0, got "1e999".', 'For example: --max 64'],
  ['NaN', tokens, '--max must be a whole number of at least 0, got "NaN".', 'For example: --max 64'],
  ['Infinity', tokens, '--max must be a whole number of at least 0, got "Infinity".', 'For example: --max 64'],
  ['--waits', tokens, '--max must be a whole number of at least 0, got "--waits".', '--max needs a value: --max 64'],
  [
    '99999999999999999999',
    tokens,
    '--max must be a whole number of at least 0, got "99999999999999999999".',
    'The largest number that can be given is 9007199254740991.',
  ],
  ['0', { ...tokens, least: 1 }, '--max must be a whole number of at least 1, got "0".', 'For example: --max 64'],
  ['9', { ...tokens, most: 8 }, '--max must be a whole number from 0 to 8, got "9".', 'For example: --max 8'],
  [
    'x',
    { ...tokens, word: 'auto' },
    '--max must be a whole number of at least 0, or "auto", got "x".',
    'For example: --max 64',
  ],
  ['1e999', { whole: false, least: 0 }, '--max must be a number of at least 0, got "1e999".', 'For example: --max 0.7'],
  [
    '0',
    { whole: false, least: 0, above: true, most: 1 },
    '--max must be a number above 0 and at most 1, got "0".',
    'For example: --max 0.9',
  ],
] as const)('%j is refused with a message that says what is expected', (text, form, message, hint) => {
  const error = thrownBy(() => readNumber(text, '--max', form));
  expect(error).toMatchObject({ code: 'E_OPTION_INVALID', message, hint });
});

test('a very long value is not echoed in full', () => {
  expect(thrownBy(() => readNumber('9'.repeat(10_000), '--max', tokens)).message.length).toBeLessThan(120);
});

function thrownBy(action: () => unknown): MullError {
  try {
    action();
  } catch (error) {
    if (MullError.isMullError(error)) return error;
  }
  throw new Error('Nothing was thrown.');
}
