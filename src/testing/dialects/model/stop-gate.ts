import { longestBeginning } from '../../../core/longest-beginning.ts';

/** Lets text through until one of several stops comes; what may be the beginning of one is held back. */
export class StopGate {
  readonly #stops: readonly string[];
  readonly #included: boolean;
  #held = '';

  /** @param included - whether a stop that came stays at the end of the text */
  constructor(stops: readonly string[], included: boolean) {
    this.#stops = stops.filter((stop) => stop !== '');
    this.#included = included;
  }

  push(text: string): { readonly text: string; readonly matched?: string } {
    const all = this.#held + text;
    const found = this.#stops
      .map((stop) => ({ stop, at: all.indexOf(stop) }))
      .filter(({ at }) => at !== -1)
      .sort((a, b) => a.at - b.at)[0];
    if (found !== undefined) {
      this.#held = '';
      return { text: all.slice(0, found.at + (this.#included ? found.stop.length : 0)), matched: found.stop };
    }
    const held = longestBeginning(all, this.#stops);
    this.#held = all.slice(all.length - held);
    return { text: all.slice(0, all.length - held) };
  }

  /** What is still held when no more text comes. */
  flush(): string {
    const held = this.#held;
    this.#held = '';
    return held;
  }
}
