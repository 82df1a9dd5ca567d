import { expect, test } from 'vitest';
import { hostileInputs } from '../../bench/grade/hostile-inputs.ts';
import { equate, grade } from '../../src/grade.ts';

test.each(hostileInputs)('$name ends with a verdict', ({ gold, answer }) => {
  const verdict = grade(gold, answer);
  expect(verdict.reason).not.toBe('');
  expect(grade(answer, gold).reason).not.toBe('');
  expect(equate(gold, gold).equal).toBe(true);
});

test('what is too large to compute is never called equal to something else', () => {
  for (const [left, right] of [
    ['9^{9^{9^9}}', '9^{9^{9^8}}'],
    ['2^{2000000}', '2^{2000001}'],
    ['100000!', '99999!'],
    ['1e99999', '1e99998'],
    ['2^{5000}\\sqrt{2}', '2^{5000}\\sqrt{3}'],
    ['10^{-400}\\sqrt{2}', '10^{-401}\\sqrt{2}'],
    ['x^{100000}', 'x^{100001}'],
    ['e^{-2000}', 'e^{-2001}'],
    ['\\sum_{k=1}^{10^7} k', '\\sum_{k=1}^{10^7} k^2'],
  ] as const) {
    expect(equate(left, right).equal, `${left} and ${right}`).toBe(false);
  }
});

test('what is too large to compute is still equal to itself, spaced otherwise', () => {
  expect(equate('9^{9^{9^9}}', '9 ^ { 9^{9^9} }')).toMatchObject({ equal: true, reason: 'equal (same form)' });
  expect(equate('100000! + x', 'x + 100000!').equal).toBe(true);
});
