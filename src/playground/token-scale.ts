/**
 * Numbers of tokens that a slider stops at: half steps of powers of two, up to what the model's window holds.
 *
 * @param most - the last stop, in tokens
 */
export function tokenScale(most: number): readonly number[] {
  const stops = [0];
  for (let step = 8; step < most; step *= 2) stops.push(step, ...(step * 1.5 < most ? [step * 1.5] : []));
  return [...stops, most];
}

/** The stop nearest to a number of tokens, by its index. */
export function nearestStop(scale: readonly number[], tokens: number): number {
  let best = 0;
  for (const [index, stop] of scale.entries()) {
    if (Math.abs(stop - tokens) < Math.abs(scale[best]! - tokens)) best = index;
  }
  return best;
}
