import type { Count, Counting } from '../../core/count.ts';
import type { ServerTokenizer } from './server-tokenizer.ts';

/** Ways to know how many tokens a text has, best first. */
export interface CounterSources {
  /** The server's own tokenizer. */
  readonly tokenizer?: ServerTokenizer;
  /** A tokenizer the user has for this model, or one close to it. */
  readonly estimate?: (text: string) => number;
  /** Asks the server how many tokens it takes a text for, by a request of one token. */
  readonly ask?: (text: string, signal: AbortSignal | undefined) => Promise<number | undefined>;
}

const mostRemembered = 256;
const encoder = new TextEncoder();

/** Counts the tokens of texts for engines that do not work with ids. */
export class TokenCounter {
  readonly counting: Counting;
  readonly #sources: CounterSources;
  readonly #remembered = new Map<string, number>();

  constructor(sources: CounterSources) {
    this.#sources = sources;
    const { tokenizer, ask, estimate } = sources;
    this.counting = tokenizer !== undefined || (ask !== undefined && estimate === undefined) ? 'reported' : 'estimated';
  }

  /** Whether the server may be asked by a request that costs a token. */
  get asksServer(): boolean {
    return this.#sources.tokenizer === undefined && this.#sources.estimate === undefined;
  }

  /** Tokens of a text, control strings in it as one token each. */
  async count(text: string, signal?: AbortSignal): Promise<Count> {
    const { tokenizer, estimate, ask } = this.#sources;
    if (text === '') return { value: 0, counting: this.counting };
    const known = this.#remembered.get(text);
    if (known !== undefined) return { value: known, counting: this.counting };
    let value: number | undefined;
    if (tokenizer !== undefined) value = (await tokenizer.encode(text, true, signal)).length;
    else if (estimate === undefined) value = await ask?.(text, signal);
    if (value === undefined) return this.estimate(text);
    const oldest = this.#remembered.keys().next();
    if (this.#remembered.size >= mostRemembered && !oldest.done) this.#remembered.delete(oldest.value);
    this.#remembered.set(text, value);
    return { value, counting: 'reported' };
  }

  /** The same without asking anybody: by the user's tokenizer, else in UTF-8 bytes. */
  estimate(text: string): Count {
    const value = this.#sources.estimate?.(text) ?? encoder.encode(text).length;
    return { value, counting: 'estimated' };
  }
}
