import type { ModelInfo } from '../../src/engine/model-info.ts';
import type { Decoder, Row, RowResult } from '../../src/lockstep/decoder.ts';
import { drawToken } from '../../src/lockstep/draw-token.ts';
import { readLogprobs } from '../../src/lockstep/read-logprobs.ts';
import type { Tokenizer } from '../../src/lockstep/tokenizer.ts';

const encoder = new TextEncoder();
const words = ['ab', 'ba', ' the', ' end', 'abc', 'STOP', 'xST', '€', 'a€'];
const controls = ['<|end|>', '<think>', '</think>'];
export const toyVocabulary: number = 256 + words.length + controls.length;

/** Ids of the toy vocabulary: a character for single bytes, else a word or control string. */
export function toyToken(text: string): number {
  const control = controls.indexOf(text);
  if (control !== -1) return 256 + words.length + control;
  const word = words.indexOf(text);
  if (word !== -1) return 256 + word;
  return encoder.encode(text)[0]!;
}

/** Bytes, a few words that overlap one another, and three control tokens; greedy, longest first. */
export const toyTokenizer: Tokenizer = {
  turnEnds: new Set([toyToken('<|end|>')]),
  encode(text, control) {
    const pieces = [...words, ...(control ? controls : [])].sort((a, b) => b.length - a.length);
    const tokens: number[] = [];
    for (let at = 0; at < text.length; ) {
      const piece = pieces.find((candidate) => text.startsWith(candidate, at));
      const character = piece ?? String.fromCodePoint(text.codePointAt(at)!);
      tokens.push(...(piece === undefined ? encoder.encode(character) : [toyToken(piece)]));
      at += character.length;
    }
    return tokens;
  },
  bytes(token) {
    if (token < 256) return Uint8Array.of(token);
    return encoder.encode(words[token - 256] ?? controls[token - 256 - words.length]);
  },
};

export interface ToyOptions {
  readonly contextSize?: number;
  readonly slots?: number;
  /** The token after a history; drawn from pseudo-random logits where absent. */
  readonly says?: (history: readonly number[]) => number | undefined;
  /** Ids that pseudo-random logits favour. */
  readonly sayable?: readonly number[];
  /** Whether a step takes a turn of the event loop. */
  readonly async?: boolean;
}

/**
 * A model whose logits are a hash of the whole history: any token that is lost, repeated or evaluated at the wrong
 * place changes everything that follows. It checks what a decoder may rely on and keeps every batch it saw.
 */
export class ToyDecoder implements Decoder {
  readonly vocabularySize: number = toyVocabulary;
  readonly contextSize: number;
  readonly slots: number;
  readonly batches: (readonly Row[])[] = [];
  readonly copies: { from: number; to: number; length: number }[] = [];
  closes = 0;
  /** Runs before each step; may throw, or return a promise that holds it up. */
  before: ((rows: readonly Row[]) => void | Promise<void>) | undefined;
  readonly #held: number[][];
  readonly #options: ToyOptions;
  #working = false;

  constructor(options: ToyOptions = {}) {
    this.contextSize = options.contextSize ?? 256;
    this.slots = options.slots ?? 4;
    this.#options = options;
    this.#held = Array.from({ length: this.slots }, () => []);
  }

  step(rows: readonly Row[]): readonly RowResult[] | Promise<readonly RowResult[]> {
    this.#enter();
    this.batches.push(rows);
    if (rows.some((row, index) => index > 0 && row.slot <= rows[index - 1]!.slot)) throw new Error('rows out of order');
    const evaluate = (): RowResult[] => {
      this.#working = false;
      return rows.map((row) => this.#evaluate(row));
    };
    try {
      const held = this.before?.(rows);
      if (held === undefined && !this.#options.async) return evaluate();
      return Promise.resolve(held)
        .then(() => new Promise((resolve) => setImmediate(resolve)))
        .finally(() => {
          this.#working = false;
        })
        .then(evaluate);
    } catch (error) {
      this.#working = false;
      throw error;
    }
  }

  copy(from: number, to: number, length: number): void {
    this.#enter();
    if (length > this.#held[from]!.length) throw new Error('copied more than there is');
    this.#held[to] = this.#held[from]!.slice(0, length);
    this.copies.push({ from, to, length });
    this.#working = false;
  }

  truncate(slot: number, length: number): void {
    this.#enter();
    if (length > this.#held[slot]!.length) throw new Error('truncated to more than there is');
    this.#held[slot]!.length = length;
    this.#working = false;
  }

  close(): void {
    this.#enter();
    this.closes += 1;
  }

  logits(history: readonly number[]): Float32Array {
    const said = this.#options.says?.(history);
    let state = 0x811c9dc5;
    for (const token of history) state = Math.imul(state ^ (token + 1), 0x01000193) ^ (state >>> 13);
    const logits = Float32Array.from({ length: toyVocabulary }, (_, id) => {
      const x = Math.imul(state ^ Math.imul(id + 1, 0x9e3779b9), 0x85ebca6b);
      return (((x ^ (x >>> 15)) >>> 0) / 0x1_0000_0000) * 4;
    });
    for (const id of this.#options.sayable ?? []) logits[id]! += 8;
    if (said !== undefined) logits[said]! += 20;
    return logits;
  }

  #enter(): void {
    if (this.#working) throw new Error('decoder calls overlap');
    if (this.closes > 0) throw new Error('used after close');
    this.#working = true;
  }

  #evaluate(row: Row): RowResult {
    const history = this.#held[row.slot]!;
    if (row.position !== history.length) throw new Error(`row at ${row.position}, slot holds ${history.length}`);
    if (row.tokens.length === 0) throw new Error('empty row');
    if (row.position + row.tokens.length > this.contextSize) throw new Error('context exceeded');
    history.push(...row.tokens);
    const upTo = (index: number): Float32Array => this.logits(history.slice(0, row.position + index + 1));
    return {
      ...(row.draw && { drawn: drawToken(upTo(row.tokens.length - 1), row.draw) }),
      ...(row.read && { readings: row.read.map((read) => readLogprobs(upTo(read.index), read)) }),
    };
  }
}

export const toyModel: ModelInfo = {
  name: 'toy',
  contextSize: 100_000,
  thinking: {
    name: 'think',
    open: '<think>',
    ends: ['</think>'],
    close: '</think>',
    cut: '</think>',
    reopens: ['<think>'],
    foundBy: 'family',
  },
};
