import type { ThinkEvent, ThinkResult } from '../core/events.ts';
import { readBudget } from '../forcing/read-budget.ts';
import { readOptions } from '../forcing/read-options.ts';
import { runAborted } from '../forcing/run-aborted.ts';
import type { ThinkOptions } from '../forcing/think.ts';
import type { Steering } from '../forcing/think-run.ts';
import { chooseTemperature } from './choose-temperature.ts';
import { EventQueue } from './event-queue.ts';
import { Player } from './player.ts';
import { Spending } from './spending.ts';
import type { Stage } from './stage.ts';
import type { Strategy } from './strategy.ts';
import type { BranchResult } from './told.ts';

/** One question under one strategy: what happens in all its chains as one stream of events, and the result. */
export class StrategyRun implements Steering {
  readonly #abort = new AbortController();
  #stage: Stage | undefined;
  #early: ('wait' | 'answer')[] = [];

  abort(): void {
    this.#abort.abort();
  }

  /** Passes a wish on to every chain that can still follow it. "Answer now" also keeps further ones from beginning. */
  request(what: 'wait' | 'answer'): boolean {
    if (this.#stage === undefined) {
      this.#early.push(what);
      return true;
    }
    const chains = [...this.#stage.live];
    if (what === 'wait') return chains.map((chain) => chain.request('wait')).includes(true);
    if (this.#stage.records.length > 0) this.#stage.hurried = true;
    const thinking = chains.filter((chain) => chain.prompted);
    // Chains that still wait for a slot would have to begin first; one is needed if there is nothing else.
    const needed = thinking.length > 0 || this.#stage.records.some(({ state }) => state === 'done');
    for (const chain of chains.filter((each) => !each.prompted).slice(needed ? 0 : 1)) chain.stop();
    return chains.map((chain) => chain.request('answer')).includes(true);
  }

  async *events(options: ThinkOptions, strategy: Strategy): AsyncGenerator<ThinkEvent, void> {
    const { engine, sampling, seed } = readOptions(options);
    const budget = readBudget(options.budget);
    const temperature = chooseTemperature(strategy, options.sampling?.temperature, sampling.temperature);
    const signal = options.signal ? AbortSignal.any([options.signal, this.#abort.signal]) : this.#abort.signal;
    if (signal.aborted) throw runAborted(signal);
    const queue = new EventQueue<ThinkEvent>();
    const stage: Stage = {
      options,
      seed,
      temperature,
      signal,
      spending: new Spending(),
      records: [],
      live: new Set(),
      hurried: false,
      emit: (event) => queue.push(event),
    };
    this.#stage = stage;
    const { contextSize } = engine.model;
    const playing = new Player(stage, strategy, { budget, chain: {}, seed, contextSize, temperature }).play();
    for (const what of this.#early) this.request(what);
    playing.then(
      () => queue.end(),
      (error: unknown) => queue.end({ error }),
    );
    try {
      for await (const event of queue) {
        yield event;
        if (signal.aborted) throw runAborted(signal);
      }
      const result = resultOf(await playing, strategy, stage);
      yield { type: 'answer-start' };
      yield { type: 'answer-delta', text: result.answer, forced: false };
      yield { type: 'finish', result };
    } catch (error) {
      throw signal.aborted ? runAborted(signal) : error;
    } finally {
      this.#abort.abort();
      await playing.catch(() => undefined);
    }
  }
}

function resultOf(branch: BranchResult, strategy: Strategy, stage: Stage): ThinkResult {
  const { chain: chosen, tokens: _tokens, seconds: _seconds, confidence: _confidence, ...result } = branch;
  return { ...result, strategy: strategy.text, branches: stage.records, chosen, total: stage.spending.spent };
}
