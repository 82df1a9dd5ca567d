/**
 * p values adjusted for asking several questions at once (Holm 1979), in the order given.
 *
 * Whatever is true, the chance that any of those at or below the level is a false alarm is at most the level. Uniformly
 * better than multiplying each by their number (Bonferroni), under no further assumption.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((i, j) => (pValues[i] ?? 0) - (pValues[j] ?? 0));
  const adjusted = pValues.map(() => 0);
  let running = 0;
  for (const [rank, i] of order.entries()) {
    running = Math.max(running, Math.min(1, (pValues.length - rank) * (pValues[i] ?? 0)));
    adjusted[i] = running;
  }
  return adjusted;
}
