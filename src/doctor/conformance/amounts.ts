/** How much is asked for, and what a request may take, in tokens. */
export interface Amounts {
  readonly max: number;
  readonly min: number;
  /** Of thinking and answer together, where no minimum is asked for. */
  readonly perRequest: number;
  readonly perLongRequest: number;
  /** Of the thinking alone, where mull asks for a minimum or for a Wait: a model that goes on and on is stopped. */
  readonly minCap: number;
  readonly waitsCap: number;
}

/** Most tokens of one request of a probe: what it costs must be known beforehand. */
export const mostTokens = 1024;
/** Fewer thinking tokens than this are too few to halve, or to tell from chance. */
export const fewestTokens = 12;

/** Room for an answer behind the thinking. */
const answerTokens = 64;

/**
 * What to ask for, so that obeying and ignoring it look different: a maximum of a third of what the model thinks by
 * itself, a minimum of half as much again.
 *
 * @param natural - tokens of thinking without a bound, one number per attempt
 * @returns undefined where the model thinks too little, or does not end within the limit
 */
export function amountsFor(natural: readonly number[]): Amounts | undefined {
  const [least, most] = [Math.min(...natural), Math.max(...natural)];
  if (least < fewestTokens) return undefined;
  const max = Math.floor(least / 3);
  const min = most + Math.max(fewestTokens, Math.ceil(most / 2));
  return {
    max,
    min,
    perRequest: Math.min(mostTokens, most + answerTokens),
    perLongRequest: min + answerTokens,
    minCap: min + most,
    waitsCap: 2 * most + answerTokens,
  };
}
