import { type DrawnQuestion, drawPebbleQuestion } from '../../dataset/draw-pebble-question.ts';
import { readPebbleAnswer } from '../../dataset/read-pebble-answer.ts';
import type { SweepQuestion } from '../../eval/accuracy-sweep.ts';

/** The first questions of a seed's list. */
export function demoQuestions(seed: number, count: number): DrawnQuestion[] {
  return Array.from({ length: count }, (_, index) => drawPebbleQuestion({ seed, index }));
}

/** Answers are checked against the exact calculation. */
export function sweepQuestion({ text, answer }: DrawnQuestion): SweepQuestion {
  return { text, isRight: (given) => readPebbleAnswer(given) === answer };
}
