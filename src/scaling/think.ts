import type { ThinkEvent } from '../core/events.ts';
import { type ThinkOptions as ChainOptions, think as thinkAlone } from '../forcing/think.ts';
import { type Steering, ThinkRun } from '../forcing/think-run.ts';
import type { Strategy } from './strategy.ts';
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
  const steering = new LateSteering();
  return new ThinkRun(underStrategy(rest, strategy, steering), steering);
}

/** Strategies and the grader they vote with are loaded when one is used: a plain call does not pay for them. */
async function* underStrategy(
  options: ChainOptions,
  strategy: NonNullable<ThinkOptions['strategy']>,
  steering: LateSteering,
): AsyncGenerator<ThinkEvent, void> {
  const { readStrategy } = await import('./read-strategy.ts');
  const { StrategyRun } = await import('./strategy-run.ts');
  const run = new StrategyRun();
  steering.attach(run);
  yield* run.events(options, readStrategy(strategy));
}

/** Keeps wishes until there is a run to pass them on to. */
class LateSteering implements Steering {
  readonly #early: ('wait' | 'answer')[] = [];
  #aborted = false;
  #run: Steering | undefined;

  attach(run: Steering): void {
    this.#run = run;
    for (const what of this.#early) run.request(what);
    if (this.#aborted) run.abort();
  }

  request(what: 'wait' | 'answer'): boolean {
    if (this.#run !== undefined) return this.#run.request(what);
    this.#early.push(what);
    return true;
  }

  abort(): void {
    this.#aborted = true;
    this.#run?.abort();
  }
}
