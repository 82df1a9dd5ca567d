import type { ThinkEvent } from '../core/events.ts';
import { type ThinkOptions as ChainOptions, think as thinkAlone } from '../forcing/think.ts';
import { ThinkRun } from '../forcing/think-run.ts';
import type { Strategy } from './strategy.ts';
import { StrategyRun } from './strategy-run.ts';
import type { StrategyData } from './strategy-schema.ts';

export interface ThinkOptions extends ChainOptions {
  /**
   * How to spend more than one chain: a strategy, its fields, or its text form `majority:samples=8,waits=2`. The budget
   * then bounds each chain, the result has `votes`, `branches` and `total`, and the events say which branch they are of.
   */
  readonly strategy?: Strategy | StrategyData | string;
}

/**
 * Lets a model think under a budget and answer.
 *
 * The run can be awaited for its result and iterated for its events, also both, in any order; it starts with the
 * first of them. Leaving a loop over its events early ends the run unless somebody awaits it.
 *
 * @throws (on await or iteration) E_BUDGET_INVALID, E_BUDGET_CONFLICT, E_STRATEGY_INVALID, E_UNSUPPORTED and
 * E_CONTEXT_OVERFLOW before the first token; E_SCORER_FAULT; E_ABORTED; whatever the engine throws
 */
export function think(options: ThinkOptions): ThinkRun {
  const { strategy, ...rest } = options;
  if (strategy === undefined) return thinkAlone(rest);
  const run = new StrategyRun();
  return new ThinkRun(underStrategy(run, rest, strategy), run);
}

/** Strategies and the grader they vote with are loaded when one is used: a plain call does not pay for them. */
async function* underStrategy(
  run: StrategyRun,
  options: ChainOptions,
  strategy: NonNullable<ThinkOptions['strategy']>,
): AsyncGenerator<ThinkEvent, void> {
  const { readStrategy } = await import('./read-strategy.ts');
  yield* run.events(options, readStrategy(strategy));
}
