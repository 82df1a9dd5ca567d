import type { Budget } from '../core/budget.ts';
import type { Message, Tool } from '../core/message.ts';
import type { Engine } from '../engine/engine.ts';
import type { Grammar } from '../engine/generation.ts';
import type { Sampling } from '../engine/sampling.ts';
import { run } from './run.ts';
import { RunControls } from './run-controls.ts';
import { ThinkRun } from './think-run.ts';

export interface ThinkOptions {
  readonly engine: Engine;
  /** One question; or a whole conversation in `messages`. Exactly one of the two. */
  readonly prompt?: string;
  readonly messages?: readonly Message[];
  readonly tools?: readonly Tool[];
  /** Most, fewest, how many Waits, or just an effort. Absent: the context window is the only bound. */
  readonly budget?: Budget;
  /** The form the answer has to have, on engines that can follow a grammar. Thinking stays free. */
  readonly responseFormat?: Grammar;
  /** Texts that end the answer and do not appear in it. Thinking is not looked at. */
  readonly stop?: readonly string[];
  /** Default: temperature 0, so that a run can be repeated. */
  readonly sampling?: Partial<Sampling>;
  /** Default 0. Same engine, question, budget and seed: same tokens, where the engine is reproducible. */
  readonly seed?: number;
  /** Ends the run with `E_ABORTED`, frees its slot and stops what runs upstream. */
  readonly signal?: AbortSignal;
  /** Report every sampled token's log-probability in the events, with so many alternatives; at least 1. */
  readonly logprobs?: number;
  /** Send the thinking of earlier assistant turns again. Default false, as the models were trained. */
  readonly keepThinking?: boolean;
}

/**
 * Lets a model think under a budget and answer.
 *
 * The run can be awaited for its result and iterated for its events, also both, in any order; it starts with the
 * first of them. Leaving a loop over its events early ends the run unless somebody awaits it.
 *
 * @throws (on await or iteration) E_BUDGET_INVALID, E_BUDGET_CONFLICT, E_UNSUPPORTED and E_CONTEXT_OVERFLOW before
 * the first token; E_ABORTED; whatever the engine throws
 */
export function think(options: ThinkOptions): ThinkRun {
  const controls = new RunControls();
  return new ThinkRun(run(options, controls), controls);
}
