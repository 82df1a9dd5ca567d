import { efforts } from '../core/effort.ts';
import { type EngineFlags, engineOptions } from './engine-options.ts';
import type { TableOption } from './option-table.ts';
import { readChoice } from './read-choice.ts';
import { readNumber } from './read-number.ts';

/** What `mull think` can be told, on the command line or in mull.config.json; the names are those of the flags. */
export interface ThinkFlags extends EngineFlags {
  readonly max?: number | 'auto';
  readonly min?: number;
  readonly waits?: number;
  readonly message?: string | readonly string[];
  readonly finish?: string;
  readonly grace?: number;
  readonly loop?: 'end' | 'ignore';
  readonly answer?: number;
  readonly total?: number;
  readonly seconds?: number;
  readonly effort?: (typeof efforts)[number];
  readonly preset?: 's1';
  readonly seed?: number;
  readonly temperature?: number;
  readonly 'top-k'?: number;
  readonly 'top-p'?: number;
  readonly 'min-p'?: number;
}

export type ThinkFlag = keyof ThinkFlags;

interface ThinkOption extends TableOption {
  readonly name: ThinkFlag;
  readonly group: 'Engine:' | 'Budget:' | 'Sampling:';
}

/** Seeds are 32 bits wide. */
export const largestSeed = 4_294_967_295;

/** All options of `mull think`, in the order of the help. */
export const thinkOptions: readonly ThinkOption[] = [
  ...engineOptions,
  {
    name: 'max',
    value: 'tokens',
    group: 'Budget:',
    description: 'most thinking tokens; 0: do not think; auto: whatever fits into the context',
    read: (text) => (text === 'auto' ? 'auto' : tokens('--max', text, 'auto')),
  },
  {
    name: 'min',
    value: 'tokens',
    group: 'Budget:',
    description: 'fewest thinking tokens the model has to write itself',
    read: (text) => tokens('--min', text),
  },
  {
    name: 'waits',
    value: 'times',
    group: 'Budget:',
    description: 'how many times an end of thinking is turned into "Wait"',
    read: (text) => tokens('--waits', text),
  },
  {
    name: 'message',
    value: 'text',
    group: 'Budget:',
    description: 'what is said instead of "Wait"; give it again for a list that is used in turn',
    read: (text, previous) => (previous === undefined ? text : ([previous, text].flat() as string[])),
  },
  {
    name: 'finish',
    value: 'text',
    group: 'Budget:',
    description: 'what opens the answer after a cut (default "Final Answer:")',
  },
  {
    name: 'grace',
    value: 'tokens',
    group: 'Budget:',
    description: 'so many tokens before the maximum, the first end of a sentence or line is the cut',
    read: (text) => tokens('--grace', text),
  },
  {
    name: 'loop',
    value: 'policy',
    group: 'Budget:',
    description: 'what to do with thinking that repeats itself: end (default) or ignore',
    read: (text) => readChoice(text, '--loop', ['end', 'ignore']),
  },
  {
    name: 'answer',
    value: 'tokens',
    group: 'Budget:',
    description: 'tokens kept for the answer, and the most it may have',
    read: (text) => readNumber(text, '--answer', { whole: true, least: 1 }),
  },
  {
    name: 'total',
    value: 'tokens',
    group: 'Budget:',
    description: 'most tokens of thinking and answer together; what thinking leaves is for the answer',
    read: (text) => readNumber(text, '--total', { whole: true, least: 1 }),
  },
  {
    name: 'seconds',
    value: 'time',
    group: 'Budget:',
    description: 'thinking ends after so many seconds',
    read: (text) => readNumber(text, '--seconds', { whole: false, least: 0, above: true }),
  },
  {
    name: 'effort',
    value: 'level',
    group: 'Budget:',
    description: `${efforts.join(', ')}: sets --max and --answer`,
    read: (text) => readChoice(text, '--effort', efforts),
  },
  {
    name: 'preset',
    value: 'name',
    group: 'Budget:',
    description: "s1: the exact strings of the paper's code",
    read: (text) => readChoice(text, '--preset', ['s1']),
  },
  {
    name: 'seed',
    value: 'number',
    group: 'Sampling:',
    description: 'the same seed gives the same run (default 0), and names the question that is drawn',
    read: (text) => readNumber(text, '--seed', { whole: true, least: 0, most: largestSeed }),
  },
  {
    name: 'temperature',
    value: 'number',
    group: 'Sampling:',
    description: '0 (default) always takes the most probable token',
    read: (text) => readNumber(text, '--temperature', { whole: false, least: 0 }),
  },
  {
    name: 'top-k',
    value: 'number',
    group: 'Sampling:',
    description: 'draw only from so many most probable tokens',
    read: (text) => readNumber(text, '--top-k', { whole: true, least: 1 }),
  },
  {
    name: 'top-p',
    value: 'share',
    group: 'Sampling:',
    description: 'draw only from the most probable tokens that together have this probability',
    read: (text) => readNumber(text, '--top-p', { whole: false, least: 0, above: true, most: 1 }),
  },
  {
    name: 'min-p',
    value: 'share',
    group: 'Sampling:',
    description: 'draw only from tokens with this share of the probability of the most probable one',
    read: (text) => readNumber(text, '--min-p', { whole: false, least: 0, most: 1 }),
  },
];

function tokens(option: string, text: string, word?: string): number {
  return readNumber(text, option, { whole: true, least: 0, ...(word === undefined ? {} : { word }) });
}
