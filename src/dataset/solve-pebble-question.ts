import { lastDigit } from './last-digit.ts';
import { parsePebbleQuestion } from './pebble-question.ts';

/** The right answer, by calculation; undefined for any other kind of question. */
export function solvePebbleQuestion(text: string): number | undefined {
  const question = parsePebbleQuestion(text);
  return question && lastDigit(question);
}
