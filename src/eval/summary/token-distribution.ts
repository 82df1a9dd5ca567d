/** Numbers of tokens, summed up as they come in memory that does not grow with their count. */
export interface TokenDistribution {
  add(tokens: number): void;
  /** How many numbers were added. */
  readonly count: number;
  readonly sum: number;
  /** The mean; 0 where nothing was added. */
  readonly mean: number;
  /** 0 where nothing was added. */
  readonly least: number;
  readonly most: number;
  /** The value below which a share of the numbers lies: exact below 4,096 tokens, above within 0.05 %. */
  quantile(share: number): number;
  /** Values in ascending order with how often each occurred, as coarse as {@link quantile}. */
  counts(): [tokens: number, times: number][];
}

const significantBits = 12;

/**
 * A histogram whose cells have the width of one token below 4,096 and twelve significant bits above, as HdrHistogram
 * has them: at most a few thousand cells, however many samples there are.
 */
export function tokenDistribution(): TokenDistribution {
  const cells = new Map<number, number>();
  let sum = 0;
  let count = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  let sorted: [number, number][] | undefined;
  const counts = (): [number, number][] => {
    sorted ??= [...cells].sort((a, b) => a[0] - b[0]);
    return sorted;
  };
  return {
    add(tokens) {
      const cell = cellOf(tokens);
      cells.set(cell, (cells.get(cell) ?? 0) + 1);
      sum += tokens;
      count += 1;
      if (tokens < least) least = tokens;
      if (tokens > most) most = tokens;
      sorted = undefined;
    },
    get count() {
      return count;
    },
    get sum() {
      return sum;
    },
    get least() {
      return count === 0 ? 0 : least;
    },
    get most() {
      return most;
    },
    get mean() {
      return count === 0 ? 0 : sum / count;
    },
    quantile(share) {
      const position = share * (count - 1);
      let below = 0;
      let previous: number | undefined;
      for (const [tokens, times] of counts()) {
        // Between the last of one cell and the first of the next: as for any sorted list, linearly.
        if (previous !== undefined && position < below)
          return previous + (tokens - previous) * (position - (below - 1));
        below += times;
        if (position <= below - 1) return tokens;
        previous = tokens;
      }
      return previous ?? 0;
    },
    counts,
  };
}

/** The number with all but its first twelve binary digits set to zero. */
function cellOf(tokens: number): number {
  const whole = Math.round(tokens);
  if (whole < 2 ** significantBits) return whole;
  const step = 2 ** (Math.floor(Math.log2(whole)) + 1 - significantBits);
  return Math.floor(whole / step) * step;
}
