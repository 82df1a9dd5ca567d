import type { EngineUsage } from '../core/usage.ts';

/**
 * Somebody who is asked in mid-thought how the thinking goes on: a strategy, through its driver.
 *
 * It decides within the budget, never over it: the maximum still cuts, and a message that does not fit is not appended.
 */
export interface Overseer {
  /** Most probes at the same time; so many slots are reserved with the sequence. */
  readonly forks: number;
  /** Sampled tokens from one pause to the next; absent: it is asked only where the model would end its thinking. */
  readonly every?: number;
  /** Whether probes tell how sure the model was of them; needs an engine that reports log-probabilities. */
  readonly logprobs?: number;
  decide(pause: Pause): Promise<Direction>;
}

/** Where thinking is held up, and what can be found out there. */
export interface Pause {
  /** `end`: the model would end its thinking · `step`: so many tokens have passed. */
  readonly at: 'end' | 'step';
  readonly thinking: string;
  readonly thinkingTokens: number;
  /** Ends of thinking suppressed so far. */
  readonly suppressions: number;
  /** Forces answers from copies of the thinking so far, one per seed; the thinking itself is left as it is. */
  probe(seeds: readonly number[], options: ProbeOptions): Promise<readonly ProbedAnswer[]>;
}

export interface ProbeOptions {
  /** Most tokens of an answer, `finish` not included. */
  readonly maxTokens: number;
  readonly temperature: number;
}

/** An answer forced in mid-thought, and what it cost. */
export interface ProbedAnswer {
  readonly answer: string;
  /** Whether it ended by itself; otherwise it reached its cap. */
  readonly ended: boolean;
  /** Geometric mean of the probabilities of its tokens; undefined where the engine reports none. */
  readonly confidence: number | undefined;
  /** Tokens of the answer, `finish` included. */
  readonly tokens: number;
  /** What mull appended, delimiters included. */
  readonly forcedTokens: number;
  /** Of the copy alone: what the thinking had evaluated is cached here. */
  readonly usage: EngineUsage;
}

/**
 * How the thinking goes on: `on`: as the budget says · `wait`: an end is suppressed, with the message of this number in
 * the rotation; at a step as `on` · `answer`: it ends here. `within` lowers the maximum: at most so many thinking tokens
 * more, messages included.
 */
export type Direction =
  | { readonly go: 'on'; readonly within?: number }
  | { readonly go: 'wait'; readonly within?: number; readonly message?: number }
  | { readonly go: 'answer' };
