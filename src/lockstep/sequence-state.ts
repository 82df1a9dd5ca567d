import type { EngineUsage } from '../core/usage.ts';
import type { Mark } from '../engine/sequence.ts';
import type { Slot } from './slot.ts';

/**
 * The tokens of one sequence and how far its slot has followed.
 *
 * Changing the text is bookkeeping only: the decoder hears of it with the next batch, and then only what is new.
 */
export class SequenceState {
  readonly slot: Slot;
  readonly seed: number;
  readonly tokens: number[];
  /** Draws that count for the random stream. */
  draws = 0;
  /** Places that can be come back to, in ascending order of position. */
  marks: Mark[];
  /** Which tokens were drawn in this sequence. */
  readonly #drawn: boolean[];
  /** Leading tokens that the decoder holds for this sequence. */
  #valid: number;
  /** The shortest the text has been since the running batch began. */
  #shortest = Number.POSITIVE_INFINITY;
  readonly #prompt: number;
  /** Where the prompt of the sequence ends that this one comes from. */
  readonly #opened: number;
  #cached: number;
  #evaluated = 0;
  #sampled = 0;
  #discarded = 0;

  constructor(
    slot: Slot,
    seed: number,
    tokens: readonly number[],
    cached: number,
    { marks = [], opened = tokens.length }: { readonly marks?: readonly Mark[]; readonly opened?: number } = {},
  ) {
    this.slot = slot;
    this.seed = seed;
    this.tokens = tokens.slice();
    this.#drawn = tokens.map(() => false);
    this.marks = marks.slice();
    this.#prompt = tokens.length;
    this.#opened = opened;
    this.#cached = cached;
    this.#valid = cached;
  }

  get valid(): number {
    return this.#valid;
  }

  get usage(): EngineUsage {
    return {
      prompt: this.#prompt,
      cached: this.#cached,
      evaluated: this.#evaluated,
      sampled: this.#sampled,
      discarded: this.#discarded,
    };
  }

  /** A copy of this text in another slot, which holds as much of it as this one. */
  forkInto(slot: Slot, seed: number): SequenceState {
    return new SequenceState(slot, seed, this.tokens, this.#valid, { marks: this.marks, opened: this.#opened });
  }

  /** Tokens behind the prompt, whoever wrote them, those from before a fork included. */
  written(): readonly number[] {
    return this.tokens.slice(this.#opened);
  }

  /** A longer beginning of the prompt was found in another slot and copied here. */
  reuse(length: number): void {
    this.#cached = length;
    this.#valid = length;
  }

  push(token: number, drawn: boolean): void {
    this.tokens.push(token);
    this.#drawn.push(drawn);
  }

  /** Shortens the text; sampled tokens that go count as discarded. */
  truncate(length: number): void {
    for (let at = length; at < this.tokens.length; at += 1) if (this.#drawn[at]) this.#discarded += 1;
    this.tokens.length = length;
    this.#drawn.length = length;
    this.#valid = Math.min(this.#valid, length);
    this.#shortest = Math.min(this.#shortest, length);
    while ((this.marks.at(-1)?.position ?? 0) > length) this.marks.pop();
  }

  /** Sampled tokens among the last `tokens.length - from`. */
  drawnSince(from: number): number {
    let count = 0;
    for (let at = from; at < this.tokens.length; at += 1) if (this.#drawn[at]) count += 1;
    return count;
  }

  /** A token was drawn and does not enter the text: a stop, or nobody waits for it any more. */
  discardDrawn(): void {
    this.#discarded += 1;
  }

  /** Evaluation starts again at `position` where the logits behind an earlier token are needed once more. */
  startAt(position: number): void {
    this.#valid = Math.min(this.#valid, position);
    this.#shortest = Number.POSITIVE_INFINITY;
  }

  /** A batch has evaluated the tokens up to `end`, and perhaps drawn one. */
  evaluated(count: number, end: number, drew: boolean): void {
    this.#evaluated += count;
    this.#valid = Math.min(end, this.#shortest);
    if (drew) this.#sampled += 1;
  }
}
