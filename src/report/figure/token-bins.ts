/** Samples sorted into quarters of a doubling. */
export interface TokenBins {
  readonly low: number;
  readonly high: number;
  /** Samples that did not think, which no bin of a logarithm holds. */
  readonly zero: number;
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[];
}

const perDoubling = 4;

/**
 * A histogram over doublings. Bins end just above powers of 2^(1/4), so that a whole number of tokens at an edge, as
 * a maximum often is, falls into the bin that it closes.
 *
 * @param counts - numbers of tokens with how often each occurred
 * @param range - least and most of what the bins have to hold, above 0
 */
export function tokenBins(
  counts: readonly (readonly [tokens: number, times: number])[],
  [least, most]: readonly [number, number],
): TokenBins {
  const place = (tokens: number): number => Math.ceil(Math.log2(tokens) * perDoubling - 1e-9) - 1;
  const edge = (index: number): number => 2 ** (index / perDoubling);
  const first = place(least);
  const last = place(most);
  const tally = new Array<number>(last - first + 1).fill(0);
  let zero = 0;
  for (const [tokens, times] of counts) {
    if (tokens < 1) zero += times;
    else tally[place(tokens) - first]! += times;
  }
  return {
    low: edge(first),
    high: edge(last + 1),
    zero,
    bins: tally.map((count, i) => ({ from: edge(first + i), to: edge(first + i + 1), count })),
  };
}
