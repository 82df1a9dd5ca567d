import type { Counting } from '../core/count.ts';
import type { Receipt } from '../core/receipt.ts';
import type { Spent } from '../core/spent.ts';
import type { EngineUsage } from '../core/usage.ts';
import { weakestCounting } from '../core/weakest-counting.ts';

/** Adds up what the parts of a run cost. */
export class Spending {
  #thinking = 0;
  #answer = 0;
  #probe = 0;
  #forced = 0;
  #counting: Counting = 'exact';
  #usage: EngineUsage = { prompt: 0, cached: 0, evaluated: 0, sampled: 0, discarded: 0 };

  chain(receipt: Receipt): void {
    this.#thinking += receipt.thinkingTokens;
    this.#answer += receipt.answerTokens;
    this.#forced += receipt.forcedTokens;
    this.#counting = weakestCounting(this.#counting, receipt.counting);
    this.#usage = sum(this.#usage, receipt.usage);
  }

  /** Its prompt is the text of a chain, which is counted there; here only what it added. */
  probe(cost: { readonly tokens: number; readonly forcedTokens: number; readonly usage: EngineUsage }): void {
    this.#probe += cost.tokens;
    this.#forced += cost.forcedTokens;
    this.#usage = sum(this.#usage, { ...cost.usage, prompt: 0, cached: 0 });
  }

  /** A model that was asked about the answers. */
  judge(cost: { readonly tokens: number; readonly usage: EngineUsage }): void {
    this.#probe += cost.tokens;
    this.#usage = sum(this.#usage, cost.usage);
  }

  get spent(): Spent {
    return {
      thinkingTokens: this.#thinking,
      answerTokens: this.#answer,
      probeTokens: this.#probe,
      forcedTokens: this.#forced,
      counting: this.#counting,
      usage: this.#usage,
    };
  }
}

function sum(a: EngineUsage, b: EngineUsage): EngineUsage {
  return {
    prompt: a.prompt + b.prompt,
    cached: a.cached + b.cached,
    evaluated: a.evaluated + b.evaluated,
    sampled: a.sampled + b.sampled,
    discarded: a.discarded + b.discarded,
  };
}
