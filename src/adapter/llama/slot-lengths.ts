/**
 * What each native sequence holds. Tokens themselves are kept only for models that cannot forget a part of a text
 * (recurrent and hybrid ones): those have to read it again from the start.
 */
export class SlotLengths {
  readonly #lengths: number[];
  readonly #tokens: number[][] | undefined;

  constructor(slots: number, keepTokens: boolean) {
    this.#lengths = Array.from({ length: slots }, () => 0);
    this.#tokens = keepTokens ? Array.from({ length: slots }, () => []) : undefined;
  }

  length(slot: number): number {
    return this.#lengths[slot]!;
  }

  /** The first `length` tokens; undefined where they are not kept. */
  tokens(slot: number, length: number): readonly number[] | undefined {
    return this.#tokens?.[slot]?.slice(0, length);
  }

  /** The slot now holds these tokens from `position` on, and nothing behind them. */
  write(slot: number, position: number, tokens: readonly number[]): void {
    this.#lengths[slot] = position + tokens.length;
    const kept = this.#tokens?.[slot];
    if (kept === undefined) return;
    kept.length = position;
    for (const token of tokens) kept.push(token);
  }

  copy(from: number, to: number, length: number): void {
    this.#lengths[to] = length;
    if (this.#tokens !== undefined) this.#tokens[to] = this.#tokens[from]!.slice(0, length);
  }
}
