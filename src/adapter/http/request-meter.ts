import type { Meter } from './way.ts';

/** What the events of one request say about its cost, summed up into the usage of the sequence at its end. */
export class RequestMeter {
  readonly #meter: Meter;
  readonly #prompt: number;
  readonly #first: boolean;
  #sampled = 0;
  #cached: number | undefined;
  #evaluated: number | undefined;

  /** @param prompt - tokens that were sent */
  constructor(meter: Meter, prompt: number) {
    this.#meter = meter;
    this.#prompt = prompt;
    this.#first = meter.sampled === 0 && meter.evaluated === 0;
  }

  hear(
    event: { readonly sampled?: number; readonly cached?: number; readonly evaluated?: number },
    seen: number,
  ): void {
    this.#sampled = Math.max(this.#sampled, event.sampled ?? 0, seen);
    if (event.cached !== undefined) this.#cached = event.cached;
    if (event.evaluated !== undefined) this.#evaluated = event.evaluated;
  }

  /** Where the server has no counters, everything that was sent counts as evaluated. */
  settle(): void {
    const meter = this.#meter;
    if (this.#first) meter.cached = Math.min(this.#cached ?? 0, meter.prompt);
    // The last sampled token is evaluated only by the request that follows it.
    meter.evaluated += (this.#evaluated ?? this.#prompt) + Math.max(0, this.#sampled - 1);
    meter.sampled += this.#sampled;
  }
}
