import { drawPebbleQuestion } from '../../src/dataset/draw-pebble-question.ts';
import { readPebbleAnswer } from '../../src/dataset/read-pebble-answer.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { drawSeed } from '../../src/lockstep/draw-seed.ts';
import { type ThinkOptions, think } from '../../src/scaling/think.ts';

/** What came of all questions, in their order. */
export interface Asked {
  readonly right: readonly boolean[];
  /** Thinking, answer and probe tokens of all chains, of each question. */
  readonly tokens: readonly number[];
}

export interface AskAllOptions extends Pick<ThinkOptions, 'strategy' | 'budget' | 'sampling'> {
  readonly engine: Engine;
  readonly questions: number;
  /** Of the questions; what chains draw with follows from it and the number of the question. */
  readonly seed: number;
}

/**
 * Puts pebble's questions under a strategy. The same question has the same seed under every strategy, so that two of
 * them differ in nothing but what they do with it.
 */
export async function askAll(options: AskAllOptions): Promise<Asked> {
  const { engine, questions, seed, ...rest } = options;
  const right: boolean[] = [];
  const tokens: number[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < questions) {
      const index = next;
      next += 1;
      const { text, answer } = drawPebbleQuestion({ seed, index });
      const result = await think({ engine, prompt: text, seed: drawSeed(seed, index), ...rest });
      right[index] = result.finishReason === 'stop' && readPebbleAnswer(result.answer) === answer;
      const { thinkingTokens, answerTokens } = result.total ?? result.receipt;
      tokens[index] = thinkingTokens + answerTokens + (result.total?.probeTokens ?? 0);
    }
  };
  await Promise.all(Array.from({ length: engine.abilities.slots }, work));
  return { right, tokens };
}
