import type { BudgetFields } from '../core/budget.ts';
import type { Vote } from '../core/vote.ts';
import type { Warning } from '../core/warning.ts';
import type { Ask, Chain } from './ask.ts';
import type { Told } from './told.ts';

/**
 * A way to spend thinking: one chain or many, on and on or all at once.
 *
 * A strategy decides and does nothing else: it asks for chains, probes and scores, is told what came of them, and names
 * the chain whose answer is taken. Told the same, it asks the same. One driver performs what any strategy asks.
 */
export interface Strategy {
  /** Its text form, with which `readStrategy` makes the same again: `majority:samples=8,waits=2`. */
  readonly text: string;
  /** Whether its chains have to differ, so that temperature 0 would make no sense. */
  readonly draws: boolean;
  /** Plays one question. Called once for each. */
  play(facts: Facts): Play;
}

/**
 * The asks of a strategy, and what it is told.
 *
 * What is told comes in the order of the asks, whatever is ready first: a fast chain has no more say than a slow one,
 * and the same seed gives the same result on one slot and on a hundred.
 */
export type Play = Generator<readonly Ask[], Outcome, Told>;

/** What a strategy knows before it begins. */
export interface Facts {
  /** As the caller gave it, checked; strategies lay their own fields over it. */
  readonly budget: BudgetFields;
  /** How whoever asked for this strategy wants its chains treated. */
  readonly chain: Chain;
  readonly seed: number;
  /** Tokens of the context window. */
  readonly contextSize: number;
  /** Of the model, for strategies that let the answers of probes differ. */
  readonly temperature: number;
}

/** What a strategy came to. */
export interface Outcome {
  /** The branch whose answer is taken. */
  readonly chosen: number;
  readonly votes?: readonly Vote[];
  /** What the caller has to know; stands in the receipt. */
  readonly warnings?: readonly Warning[];
}
