import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { gradeOptionsOf, isMathVerifys, readPairs } from '../../bench/grade/grader-pair.ts';
import { grade } from '../../src/grade.ts';

const file = resolve(import.meta.dirname, '../../../shared/data/grader-pairs/pairs.dev.jsonl');

if (existsSync(file)) {
  const pairs = readPairs(file);
  const right = pairs.filter((pair) => grade(pair.gold, pair.pred, gradeOptionsOf(pair)).equal === pair.expected);

  test('at least 240 of 249 labelled pairs are judged as their source judges them', () => {
    expect(pairs).toHaveLength(249);
    expect(right.length).toBeGreaterThanOrEqual(240);
  });

  test("at least 124 of the 132 that are not Math-Verify's own tests", () => {
    expect(pairs.filter((pair) => !isMathVerifys(pair))).toHaveLength(132);
    expect(right.filter((pair) => !isMathVerifys(pair)).length).toBeGreaterThanOrEqual(124);
  });
} else {
  test('without ../shared the labelled grader pairs are not judged here', () => {
    console.log('The labelled grader pairs are not here (../shared/data/grader-pairs): they are not judged.');
    expect(existsSync(file)).toBe(false);
  });
}
