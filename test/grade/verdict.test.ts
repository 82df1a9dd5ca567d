import { describe, expect, test } from 'vitest';
import { equate, explainVerdict, grade } from '../../src/grade.ts';

describe('a verdict says why', () => {
  test.each([
    ['3/4', '0.75', 'equal (exact rational)'],
    ['3/4', '0.74', 'different (3/4 vs 0.74)'],
    ['(x+1)^2', 'x^2+2x+1', 'equal (8 sample points)'],
    ['\\sqrt{8}', '2\\sqrt{2}', 'equal (numerically, within 1e-9)'],
    ['12', '12', 'equal (same text)'],
    ['\\pi', '3.1416', 'equal (rounded to 4 decimals)'],
    ['red', 'Red.', 'equal (same text)'],
    ['3, 5', '5, 3', 'equal (2 items in any order)'],
    ['y = 2x', '2y = 4x', 'equal (same equation, 8 sample points)'],
    ['8 \\text{ cm}', '8 \\text{ m}', 'different (8 \\text{ cm} vs 8 \\text{ m})'],
    ['8 \\text{ cm}', '8 \\text{ kg}', 'different (8 \\text{ cm} vs 8 \\text{ kg}: cm vs kg)'],
    ['[1, 2)', '[1, 2]', 'different ([1, 2) vs [1, 2]: brackets)'],
    ['x = 3', 'y = 3', 'different (x = 3 vs y = 3: x vs y)'],
    ['9^{9^{9^9}}', '9^{9^9}', 'different (9^{9^{9^9}} vs 9^{9^9}: no values to compare)'],
    ['\\frac{1}{', '1', 'unparsed gold'],
    ['1', '\\frac{1}{', 'unparsed answer'],
    ['5', '', 'no answer'],
    ['', '5', 'no gold'],
  ])('%s and %s: %s', (gold, answer, reason) => {
    expect(grade(gold, answer).reason).toBe(reason);
  });

  test('and which rules it took', () => {
    expect(grade('x = 5', '5').rules).toEqual(['name-dropped']);
    expect(grade('28\\%', '0.28').rules).toEqual(['percent']);
    expect(grade('5 \\text{ cm}', '5').rules).toEqual(['unit-dropped']);
    expect(grade('2 \\text{ m}', '200 \\text{ cm}').rules).toEqual(['unit-converted']);
    expect(grade('60^\\circ', '60').rules).toEqual(['degrees']);
    expect(grade('1011_2', '1011').rules).toEqual(['base']);
    expect(grade('12', '5 + 7 = 12').rules).toEqual(['last-of-chain']);
    expect(grade('(C) 42', '42').rules).toEqual(['choice-content']);
    expect(grade('\\pi', '3.1416').rules).toEqual(['rounded-decimal']);
    expect(grade('1, 2', '2, 1').rules).toEqual(['any-order']);
    expect(grade('3/4', '0.75').rules).toEqual([]);
  });
});

describe('a verdict says what was taken, from where and why', () => {
  test('the last box of a text', () => {
    const text = 'First \\boxed{3}. Then, after thought, \\boxed{4}.';
    const { answer } = grade('4', text);
    expect(answer).toMatchObject({ text: '4', rule: 'boxed' });
    expect(text.slice(answer.start, answer.end)).toBe('\\boxed{4}');
  });

  test.each([
    ['7', '7', 'whole', '7'],
    ['3, 4', '\\boxed{3} and \\boxed{4}', 'boxed-several', '3, 4'],
    ['7', 'So \\boxed{7', 'boxed-unclosed', '7'],
    ['7', '\\boxed{6} is half. Final Answer: 7', 'final-answer', '7'],
    ['7', 'The answer is 7.', 'announced', '7'],
    ['7', 'We see $3+4=7$.', 'formula', '$3+4=7$'],
    ['7', 'All in all she has 7 apples left', 'number', '7'],
    ['B', 'I am sure that B is right.', 'choice', 'B'],
    ['Paris', 'The capital of France is Paris.', 'words', 'Paris'],
    ['7', '<answer>7</answer>', 'tagged', '7'],
    ['7', 'She has 7.\n#### 7', 'tagged', '7'],
  ])('%s from %s by the rule %s', (gold, text, rule, taken) => {
    const { answer, equal } = grade(gold, text);
    expect({ rule: answer.rule, text: answer.text, equal }).toEqual({ rule, text: taken, equal: true });
  });

  test('with offsets in the text behind the thinking', () => {
    const text = '<think>maybe 3</think>\nThe answer is 5.';
    const { answer } = grade('5', text);
    expect(text.slice(answer.start, answer.end)).toBe('5');
  });

  test('and explains it in lines', () => {
    expect(explainVerdict(grade('3/4', 'So the answer is $\\frac{6}{8}$.'))).toEqual([
      'equal (exact rational)',
      'gold    3/4  (all of the text, characters 0 to 3)',
      'answer  $\\frac{6}{8}$  (what is announced as the answer, characters 17 to 30)',
      'by      rules',
    ]);
  });
});

describe('two bare answers', () => {
  test('are compared without looking for anything in them', () => {
    expect(equate('3/4', '0.75')).toEqual({ equal: true, reason: 'equal (exact rational)', rules: [] });
  });
});
