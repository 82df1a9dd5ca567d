import { drawPebbleQuestion, type PebbleMix } from './draw-pebble-question.ts';
import { parsePebbleQuestion } from './pebble-question.ts';
import type { Row } from './row.ts';

/** Questions of the bundled model's kind as rows of a data set; the level is how many groups a question has. */
export function drawPebbleRows(options: { seed: number; mix: PebbleMix; count: number }): Row[] {
  const { seed, mix, count } = options;
  return Array.from({ length: count }, (_, index) => {
    const { text, answer } = drawPebbleQuestion({ seed, index, mix });
    const groups = new Set(parsePebbleQuestion(text)?.operations.map(({ label }) => label[0]));
    return {
      place: `question ${index}`,
      values: { id: `${seed}-${index}`, question: text, answer, level: groups.size },
    };
  });
}
