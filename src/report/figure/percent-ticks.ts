/** Ends and ticks of an axis of accuracy, in percent. */
export interface PercentScale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/**
 * An axis that holds all values with a little room, between 0 and 100, with round ticks.
 *
 * @param values - in percent
 * @param most - so many ticks have room
 */
export function percentTicks(values: readonly number[], most: number): PercentScale {
  const least = Math.max(0, Math.min(...values) - 1);
  const largest = Math.min(100, Math.max(...values) + 1);
  const spread = Math.max(1, largest - least);
  const step = [1, 2, 5, 10, 20, 25, 50].find((size) => spread / size <= most) ?? 50;
  const low = Math.floor(least / step) * step;
  const high = Math.min(100, Math.max(low + step, Math.ceil(largest / step) * step));
  const ticks: number[] = [];
  for (let tick = low; tick <= high; tick += step) ticks.push(tick);
  return { low, high, ticks };
}
