import type { MullError } from '../core/mull-error.ts';
import type { Chunk } from '../engine/generation.ts';

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

interface Reader {
  resolve(result: IteratorResult<Chunk, undefined>): void;
  reject(error: Error): void;
}

/** Chunks on their way to a reader: readers that wait for chunks, or chunks that wait for a reader. */
export class ChunkQueue {
  readonly #capacity: number;
  readonly #chunks: { readonly chunk: Chunk; readonly end: number }[] = [];
  readonly #readers: Reader[] = [];
  #yielded: number;

  /**
   * @param capacity - chunks that may wait
   * @param start - length of the sequence before the first chunk
   */
  constructor(capacity: number, start: number) {
    this.#capacity = capacity;
    this.#yielded = start;
  }

  /** Tokens in the sequence up to the end of what a reader got. */
  get yielded(): number {
    return this.#yielded;
  }

  get full(): boolean {
    return this.#chunks.length >= this.#capacity;
  }

  /**
   * Gives a chunk to a waiting reader at once, or keeps it for the next one.
   *
   * @param end - tokens in the sequence up to the end of this chunk
   * @returns whether a reader got it
   */
  put(chunk: Chunk, end: number): boolean {
    const reader = this.#readers.shift();
    if (reader === undefined) {
      this.#chunks.push({ chunk, end });
      return false;
    }
    this.#yielded = end;
    reader.resolve({ done: false, value: chunk });
    return true;
  }

  /** A chunk that waits. */
  take(): Chunk | undefined {
    const first = this.#chunks.shift();
    if (first !== undefined) this.#yielded = first.end;
    return first?.chunk;
  }

  wait(): Promise<IteratorResult<Chunk, undefined>> {
    return new Promise((resolve, reject) => {
      this.#readers.push({ resolve, reject });
    });
  }

  /** Whether a reader waits, and so no chunk does. */
  get awaited(): boolean {
    return this.#readers.length > 0;
  }

  /** Nothing more will come: chunks that wait are dropped, the first reader that waits gets the failure. */
  end(fault?: MullError): void {
    this.#chunks.length = 0;
    for (const [index, reader] of this.#readers.splice(0).entries()) {
      if (index === 0 && fault !== undefined) reader.reject(fault);
      else reader.resolve(done);
    }
  }
}
