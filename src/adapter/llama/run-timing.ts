/** Runs that are measured before it is decided, for each way. */
const tries = 3;
/** Runs of one length after which both ways are tried again. */
const reviewEvery = 500;
/** Longer runs gain from being computed together on every processor. */
const longest = 7;

interface Ways {
  readonly together: number[];
  readonly divided: number[];
  runs: number;
}

/**
 * Finds out whether few single tokens are computed faster together or one after the other.
 *
 * It cannot be told in advance: processors have other kernels for one row of quantised weights than for several, and
 * two rows together may cost a third more than two alone. Only speed depends on it, never a result.
 */
export class RunTiming {
  readonly #ways = new Map<number, Ways>();

  divide(rows: number): boolean {
    if (rows > longest) return false;
    const ways = this.#of(rows);
    ways.runs += 1;
    if (ways.together.length < tries) return false;
    if (ways.divided.length < tries) return true;
    // The least time counts: what else the machine does only ever adds to it.
    const better = Math.min(...ways.divided) < Math.min(...ways.together);
    if (ways.runs % reviewEvery === 0) {
      ways.together.length = 0;
      ways.divided.length = 0;
    }
    return better;
  }

  observe(rows: number, divided: boolean, milliseconds: number): void {
    if (rows > longest) return;
    const times = divided ? this.#of(rows).divided : this.#of(rows).together;
    if (times.length < tries) times.push(milliseconds);
  }

  #of(rows: number): Ways {
    let ways = this.#ways.get(rows);
    if (ways === undefined) {
      ways = { together: [], divided: [], runs: 0 };
      this.#ways.set(rows, ways);
    }
    return ways;
  }
}
