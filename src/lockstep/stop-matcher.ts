/** A stop that was completed. */
export interface StopMatch {
  /** Index in the list of stops. */
  readonly stop: number;
  /** Offset just behind the stop, in the bytes of this `push`. */
  readonly end: number;
  /** Length of the stop in bytes; it may have begun in an earlier `push`. */
  readonly length: number;
}

/**
 * Watches a stream of bytes for the first of several stops, byte by byte (Knuth, Morris and Pratt), so that the outcome
 * does not depend on how the text falls into tokens. Of stops that are completed by the same byte the longest wins.
 */
export class StopMatcher {
  readonly #stops: readonly Uint8Array[];
  readonly #failures: readonly Int32Array[];
  readonly #matched: number[];
  #held = 0;

  constructor(stops: readonly Uint8Array[]) {
    this.#stops = stops;
    this.#failures = stops.map(failureTable);
    this.#matched = stops.map(() => 0);
  }

  /** Number of bytes at the end of the stream with which a stop may begin. */
  get held(): number {
    return this.#held;
  }

  push(bytes: Uint8Array): StopMatch | undefined {
    const matched = this.#matched;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at]!;
      let best = -1;
      let held = 0;
      for (let index = 0; index < matched.length; index += 1) {
        const stop = this.#stops[index]!;
        let state = matched[index]!;
        while (state > 0 && stop[state] !== byte) state = this.#failures[index]![state - 1]!;
        if (stop[state] === byte) state += 1;
        matched[index] = state;
        if (state === stop.length && (best === -1 || stop.length > this.#stops[best]!.length)) best = index;
        if (state > held) held = state;
      }
      this.#held = held;
      if (best !== -1) return { stop: best, end: at + 1, length: this.#stops[best]!.length };
    }
    return undefined;
  }
}

/** For each prefix of the stop: the length of its longest proper suffix with which the stop begins as well. */
function failureTable(stop: Uint8Array): Int32Array {
  const table = new Int32Array(stop.length);
  let state = 0;
  for (let at = 1; at < stop.length; at += 1) {
    while (state > 0 && stop[state] !== stop[at]) state = table[state - 1]!;
    if (stop[state] === stop[at]) state += 1;
    table[at] = state;
  }
  return table;
}
