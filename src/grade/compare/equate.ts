import { limits } from '../limits.ts';
import { defaultGradeOptions, type GradeOptions } from '../options.ts';
import { comparableText } from '../read/plain-text.ts';
import { type Reading, readAnswer } from '../read/read-answer.ts';
import { names } from '../tree/names.ts';
import type { Node } from '../tree/node.ts';
import { rename } from '../tree/rename.ts';
import { Budget } from './budget.ts';
import { compareNodes } from './compare-nodes.ts';
import type { Context, Outcome } from './outcome.ts';

/** Whether two answers that stand alone are the same, and by what that was found. */
export interface Equality {
  readonly equal: boolean;
  /** `equal (exact rational)`, `different (3/4 vs 0.74)`, `unparsed gold` */
  readonly reason: string;
  /** Names of the rules that were needed; `docs/grader.md` has each with its reason. */
  readonly rules: readonly string[];
}

/**
 * Compares two answers without looking for them in a text. Symmetric and reflexive; never throws.
 *
 * @param gold - only named first: the order matters to no verdict
 * @param read - reads an answer; given where readings are kept from looking for it
 */
export function equate(
  gold: string,
  answer: string,
  options: GradeOptions = {},
  read: (source: string) => Reading = readAnswer,
): Equality {
  if (gold.trim() === answer.trim()) return { equal: true, reason: 'equal (same text)', rules: [] };
  const [expected, given] = [read(gold), read(answer)];
  if (sameText(expected, given)) return { equal: true, reason: 'equal (same text)', rules: [] };
  if (expected.trees.length === 0) return { equal: false, reason: 'unparsed gold', rules: [] };
  if (given.trees.length === 0) return { equal: false, reason: 'unparsed answer', rules: [] };
  const rules = new Set<string>();
  const context: Context = {
    settings: { ...defaultGradeOptions, ...options },
    budget: new Budget(),
    rules,
    compare: compareNodes,
  };
  let first: Outcome | undefined;
  for (const left of expected.trees) {
    for (const right of given.trees) {
      const outcome = compareReadings(left, right, context);
      if (outcome.equal) return { equal: true, reason: `equal (${outcome.how})`, rules: [...rules] };
      first ??= outcome;
    }
  }
  return { equal: false, reason: differenceOf(expected, given, first), rules: [] };
}

function compareReadings(left: Node, right: Node, context: Context): Outcome {
  const outcome = compareNodes(left, right, context);
  if (outcome.equal || context.settings.letters === 'fixed') return outcome;
  const [letters, others] = [[...names(left)], [...names(right)]];
  if (letters.length !== others.length) return outcome;
  const renamed = rename(right, new Map(others.map((letter, index) => [letter, letters[index] ?? letter])));
  return compareNodes(left, renamed, context);
}

/** Beyond the limits of the reader, and for words, the text decides. */
function sameText(left: Reading, right: Reading): boolean {
  if (left.text === right.text) return left.text !== '';
  if (!isWords(left) || !isWords(right) || Math.max(left.text.length, right.text.length) > limits.characters)
    return false;
  const text = comparableText(left.text);
  return text !== '' && text === comparableText(right.text);
}

function isWords(reading: Reading): boolean {
  return reading.trees.length === 0 || reading.trees[0]?.kind === 'text';
}

function differenceOf(gold: Reading, answer: Reading, outcome: Outcome | undefined): string {
  const values = `${short(gold.text)} vs ${short(answer.text)}`;
  const how = outcome?.how ?? '';
  return how === '' ? `different (${values})` : `different (${values}: ${how})`;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= 48 ? line : `${line.slice(0, 45)}...`;
}
