/** Sampled tokens that must repeat before a run of them counts as a loop (rule 12). */
export const loopTokens = 48;
/** The same for engines without token ids, in UTF-16 code units. */
export const loopCharacters = 200;

/**
 * Whether the end of a history is one run repeated at least three times over at least `minimum` items (rule 12).
 *
 * Called after every token, so it compares backwards and gives up at the first difference: for text that does not
 * repeat it costs about one comparison per candidate period.
 */
export function isLooping(history: ArrayLike<number>, minimum: number): boolean {
  const { length } = history;
  for (let period = 1; period * 3 <= length; period += 1) {
    const span = Math.max(minimum, period * 3);
    if (span > length) return false;
    let repeated = period;
    while (repeated < span && history[length - 1 - repeated] === history[length - 1 - repeated + period]) repeated += 1;
    if (repeated >= span) return true;
  }
  return false;
}
