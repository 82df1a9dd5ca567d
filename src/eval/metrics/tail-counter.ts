/** One-sided p values from statistics of rearranged data. */
export interface TailCounter {
  add(statistic: number): void;
  /** (1 + as extreme) / (1 + rearrangements): never 0, and never below the true p on average (Phipson and Smyth 2010). */
  tails(): { rising: number; falling: number };
}

/** @param scale - the largest size the statistic can have; equal values may differ by rounding, in parts of it */
export function tailCounter(observed: number, scale: number): TailCounter {
  const tolerance = 1e-9 * scale;
  let total = 0;
  let above = 0;
  let below = 0;
  return {
    add(statistic) {
      total += 1;
      if (statistic >= observed - tolerance) above += 1;
      if (statistic <= observed + tolerance) below += 1;
    },
    tails: () => ({ rising: (1 + above) / (1 + total), falling: (1 + below) / (1 + total) }),
  };
}
