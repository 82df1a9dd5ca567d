import type { Engine } from '../engine/engine.ts';
import { askModel } from '../grade/ask-model.ts';
import type { Scorer } from './scorer.ts';

export interface JudgedOptions {
  /** The model that is asked; default the one that answered. */
  readonly engine?: Engine;
  /** Most tokens it may write for one mark, default 64. */
  readonly maxTokens?: number;
}

/** Asks a language model how likely each answer is right, from 0 to 100. A reply without a number counts as 0. */
export function judged(options: JudgedOptions = {}): Scorer {
  const { maxTokens = 64 } = options;
  return {
    name: 'judge',
    async score(candidates, { question, seed, signal, engine, spend }) {
      const marks = candidates.map(async ({ answer }) => {
        const said = await askModel(options.engine ?? engine, judgeQuestion(question, answer), {
          temperature: 0,
          maxTokens,
          seed,
          signal,
        });
        spend({ tokens: said.tokens, usage: said.usage });
        const mark = /\d+(?:\.\d+)?/.exec(said.text)?.[0];
        return mark === undefined ? 0 : Math.min(100, Number(mark));
      });
      return Promise.all(marks);
    },
  };
}

function judgeQuestion(question: string, answer: string): string {
  return [
    'Below are a question and an answer somebody gave to it. How likely is the answer right?',
    'Reply with one whole number from 0 (certainly wrong) to 100 (certainly right) and nothing else.',
    `Question:\n${question}`,
    `Answer:\n${answer}`,
  ].join('\n\n');
}
