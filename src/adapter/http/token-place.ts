import type { Count } from '../../core/count.ts';
import type { Place } from './way.ts';

/**
 * A text so far in token ids.
 *
 * Places of one sequence share one growing list, so that a chunk costs only its own tokens; a place that goes another
 * way than the list takes a copy.
 */
export class TokenPlace implements Place {
  readonly length: Count;
  readonly sampled: number;
  readonly #log: number[];

  private constructor(log: number[], length: number, sampled: number) {
    this.#log = log;
    this.length = { value: length, counting: 'exact' };
    this.sampled = sampled;
  }

  static of(tokens: readonly number[]): TokenPlace {
    return new TokenPlace([...tokens], tokens.length, 0);
  }

  get tokens(): readonly number[] {
    return this.#log.slice(0, this.length.value);
  }

  push(tokens: readonly number[], sampled: boolean): TokenPlace {
    const { value } = this.length;
    const log = this.#log.length === value ? this.#log : this.#log.slice(0, value);
    for (const token of tokens) log.push(token);
    return new TokenPlace(log, value + tokens.length, this.sampled + (sampled ? tokens.length : 0));
  }
}
