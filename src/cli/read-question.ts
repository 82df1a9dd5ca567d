import { MullError } from '../core/mull-error.ts';
import { drawPebbleQuestion } from '../dataset/draw-pebble-question.ts';
import type { Host } from './host.ts';
import { readInputText } from './read-text.ts';

/** What is asked, and where it comes from. */
export interface Question {
  readonly text: string;
  /** The seed it was drawn with, where nobody asked anything. */
  readonly drawnWith?: number;
}

export interface QuestionOptions {
  readonly argument: string | undefined;
  /** Whether the engine is the bundled model, for which questions can be drawn. */
  readonly canDraw: boolean;
  /** Whether a person may be asked. */
  readonly mayAsk: boolean;
  /** The seed to draw with; undefined: any. */
  readonly seed: number | undefined;
}

/** More than any context window holds; keeps an endless input from filling the memory. */
const largestInput = 16 * 1024 * 1024;

/**
 * The question: the argument, else standard input, else one that is drawn, else what a person types.
 *
 * @returns undefined when the person asked would rather leave
 */
export async function readQuestion(host: Host, options: QuestionOptions): Promise<Question | undefined> {
  const { argument, canDraw, mayAsk } = options;
  if (argument !== undefined) return given(argument);
  if (!host.input.isTerminal) {
    const text = await readInputText(host, 'The question', largestInput);
    if (text !== '') return given(text);
  }
  // The bundled model answers nothing but questions of its kind, which nobody has at hand.
  if (canDraw) return drawn(options.seed ?? Math.floor(Math.random() * 10_000));
  if (host.input.isTerminal && mayAsk) {
    const typed = await host.ask('What is the question?', 'Enter without a question to leave');
    return typed === undefined || typed.trim() === '' ? undefined : given(typed);
  }
  throw new MullError('E_OPTION_INVALID', 'There is no question.', {
    hint: 'Give it as an argument in quotes, or on standard input.',
  });
}

function given(text: string): Question {
  if (text.trim() !== '') return { text: text.trim() };
  throw new MullError('E_OPTION_INVALID', 'The question is empty.', {
    hint: 'Write a question, or leave the argument out to have one drawn for the bundled model.',
  });
}

function drawn(seed: number): Question {
  return { text: drawPebbleQuestion({ seed }).text, drawnWith: seed };
}
