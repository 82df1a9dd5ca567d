import { describe, expect, test } from 'vitest';
import { type GradedLine, gradeLines } from '../../src/grade.ts';

async function graded(lines: readonly string[]): Promise<GradedLine[]> {
  const found: GradedLine[] = [];
  for await (const line of gradeLines(lines)) found.push(line);
  return found;
}

describe('a file of answers', () => {
  test('is graded line by line; empty lines count but are not graded', async () => {
    const lines = await graded([
      '{"id": "q1", "gold": "3/4", "answer": "The answer is 0.75."}',
      '',
      '{"gold": 12, "pred": "\\\\boxed{13}", "expected": false}',
    ]);
    expect(lines.map(({ line, id, expected, verdict }) => [line, id, expected, verdict.reason])).toEqual([
      [1, 'q1', undefined, 'equal (exact rational)'],
      [3, undefined, false, 'different (12 vs 13)'],
    ]);
  });

  test.each([
    ['{"gold": "1", ', 'Line 1 is not JSON.'],
    ['[1, 2]', 'Line 1 is not an object.'],
    ['{"answer": "1"}', 'Line 1 has no text in "gold".'],
    ['{"gold": "1"}', 'Line 1 has no text in "answer", "pred" or "prediction".'],
  ])('with the line %s is refused', async (line, message) => {
    await expect(graded([line])).rejects.toMatchObject({ code: 'E_PAIRS_INVALID', message });
  });
});
