import type { Decoder, Row, RowResult } from '../lockstep/decoder.ts';
import { drawToken } from '../lockstep/draw-token.ts';
import { readLogprobs } from '../lockstep/read-logprobs.ts';
import type { Clock } from './clock.ts';
import { errorOf, type FaultPlan } from './fault.ts';
import type { ScriptedVocabulary } from './scripted-vocabulary.ts';

/** What the model has in mind: the token it wants to say after a history. */
export type Mind = (history: readonly number[]) => number;

export interface ScriptedDecoderOptions {
  readonly vocabulary: ScriptedVocabulary;
  readonly contextSize: number;
  readonly slots: number;
  /** By how much the logit of the scripted token leads; 25 leaves nothing to chance. */
  readonly certainty: number;
  readonly tokenDelay: number;
  readonly clock: Clock;
  readonly faults: FaultPlan;
}

/**
 * A model that says what it is told to.
 *
 * The scripted token has by far the largest logit; those of the others are a hash of the history, so that
 * log-probabilities, alternatives and temperatures mean something and repeat themselves.
 */
export class ScriptedDecoder implements Decoder {
  readonly vocabularySize: number;
  readonly contextSize: number;
  readonly slots: number;
  readonly #options: ScriptedDecoderOptions;
  readonly #histories: number[][];
  readonly #minds: (Mind | undefined)[] = [];
  #drawn = 0;
  #release: () => void = () => undefined;
  readonly #released: Promise<void>;

  constructor(options: ScriptedDecoderOptions) {
    this.#options = options;
    this.vocabularySize = options.vocabulary.size;
    this.contextSize = options.contextSize;
    this.slots = options.slots;
    this.#histories = Array.from({ length: options.slots }, () => []);
    this.#released = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  /** What the sequence in a slot wants to say from now on. */
  think(slot: number, mind: Mind): void {
    this.#minds[slot] = mind;
  }

  /** Lets go of a step that hangs. */
  release(): void {
    this.#release();
  }

  step(rows: readonly Row[]): readonly RowResult[] | Promise<readonly RowResult[]> {
    const { faults, tokenDelay, clock } = this.#options;
    const fault = faults.strike('step', this.#drawn);
    if (fault === undefined && tokenDelay === 0) return this.#evaluate(rows);
    if (fault?.kind === 'error' || fault?.kind === 'crash') throw errorOf(fault);
    const delay = fault?.kind === 'slow' ? (fault.milliseconds ?? 1000) : tokenDelay;
    const waited = fault?.kind === 'hang' ? this.#released : clock.sleep(delay);
    return waited.then(() => this.#evaluate(rows));
  }

  copy(from: number, to: number, length: number): void {
    this.#histories[to] = this.#histories[from]!.slice(0, length);
  }

  truncate(slot: number, length: number): void {
    this.#histories[slot]!.length = length;
  }

  close(): void {
    this.#histories.fill([]);
  }

  #evaluate(rows: readonly Row[]): RowResult[] {
    return rows.map(({ slot, position, tokens, draw, read }) => {
      const history = this.#histories[slot]!;
      for (const token of tokens) history.push(token);
      if (draw !== undefined) this.#drawn += 1;
      return {
        ...(draw && { drawn: drawToken(this.#logits(slot, history), draw) }),
        ...(read && {
          readings: read.map((wanted) =>
            readLogprobs(this.#logits(slot, history.slice(0, position + wanted.index + 1)), wanted),
          ),
        }),
      };
    });
  }

  #logits(slot: number, history: readonly number[]): Float32Array {
    const { vocabulary, certainty } = this.#options;
    let hash = 0x811c9dc5;
    for (let at = Math.max(0, history.length - 64); at < history.length; at += 1) {
      hash = Math.imul(hash ^ (history[at]! + 1), 0x01000193) ^ (hash >>> 13);
    }
    const logits = new Float32Array(vocabulary.size);
    for (let id = 0; id < logits.length; id += 1) {
      const mixed = Math.imul(hash ^ Math.imul(id + 1, 0x9e3779b9), 0x85ebca6b);
      // Whole words are likelier than bytes, so that what is drawn instead of the script can be read.
      logits[id] = (((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000) * 4 - (vocabulary.isWord(id) ? 0 : 8);
    }
    const wanted = this.#minds[slot]?.(history);
    if (wanted !== undefined) logits[wanted] = 4 + certainty;
    return logits;
  }
}
