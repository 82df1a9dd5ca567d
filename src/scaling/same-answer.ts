import { equate } from '../grade/compare/equate.ts';
import { extract } from '../grade/extract/extract.ts';

/** Whether two texts give the same answer, as the grader sees it. A text without an answer agrees with none. */
export function isSameAnswer(one: string, other: string): boolean {
  const [first, second] = [extract(one), extract(other)];
  if (first.rule === 'none' || second.rule === 'none') return false;
  return equate(first.text, second.text).equal;
}
