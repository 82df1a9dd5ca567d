import { parsePebbleQuestion } from './pebble-question.ts';

/** Whether a text is a question the bundled model was made for. */
export function isPebbleQuestion(text: string): boolean {
  return parsePebbleQuestion(text) !== undefined;
}
