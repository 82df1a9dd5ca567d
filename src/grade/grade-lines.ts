import { MullError } from '../core/mull-error.ts';
import { grade } from './grade.ts';
import type { GradeOptions } from './options.ts';
import type { Verdict } from './verdict.ts';

/** The verdict on one line of a JSONL file. */
export interface GradedLine {
  /** Counted from 1; empty lines count but are not graded. */
  readonly line: number;
  /** The line's own `id`, if it has one. */
  readonly id: string | number | undefined;
  readonly verdict: Verdict;
  /** The verdict the line says is right, for files that test a grader. */
  readonly expected: boolean | undefined;
}

/**
 * Grades a JSONL file: one object a line with `gold`, and the text to grade in `answer`, `pred` or `prediction`.
 * `id` and `expected` are passed on.
 *
 * @param first - the number of the first line, for those who go on behind a line that could not be read
 * @throws E_PAIRS_INVALID names the line that is no such object
 */
export async function* gradeLines(
  lines: Iterable<string> | AsyncIterable<string>,
  options: GradeOptions = {},
  first = 1,
): AsyncGenerator<GradedLine, void> {
  let line = first - 1;
  for await (const text of lines) {
    line++;
    if (text.trim() === '') continue;
    const { gold, answer, id, expected } = readLine(text, line);
    yield { line, id, expected, verdict: grade(gold, answer, options) };
  }
}

interface Line {
  readonly gold: string;
  readonly answer: string;
  readonly id: string | number | undefined;
  readonly expected: boolean | undefined;
}

function readLine(text: string, line: number): Line {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(line, 'is not JSON', cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(line, 'is not an object');
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const gold = textOf(fields.gold);
  const answer = textOf(fields.answer ?? fields.pred ?? fields.prediction);
  if (gold === undefined) throw invalid(line, 'has no text in "gold"');
  if (answer === undefined) throw invalid(line, 'has no text in "answer", "pred" or "prediction"');
  const { id, expected } = fields;
  return {
    gold,
    answer,
    id: typeof id === 'string' || typeof id === 'number' ? id : undefined,
    expected: typeof expected === 'boolean' ? expected : undefined,
  };
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
}

function invalid(line: number, what: string, cause?: unknown): MullError {
  return new MullError('E_PAIRS_INVALID', `Line ${line} ${what}.`, {
    hint: 'Each line is an object such as {"gold": "3/4", "answer": "The answer is 0.75."}.',
    cause,
  });
}
