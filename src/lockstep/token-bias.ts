import type { Sampling } from '../engine/sampling.ts';

/**
 * What is added to the logits of tokens before one is drawn: the bias that was asked for, less the penalties of what was
 * written; undefined where there is none of them.
 *
 * @param written - the tokens that penalties count
 */
export function tokenBias(
  sampling: Sampling,
  written: () => readonly number[],
): ReadonlyMap<number, number> | undefined {
  const { logitBias, frequencyPenalty = 0, presencePenalty = 0 } = sampling;
  const penalised = frequencyPenalty !== 0 || presencePenalty !== 0;
  if (logitBias === undefined && !penalised) return undefined;
  const bias = new Map(Object.entries(logitBias ?? {}).map(([token, value]) => [Number(token), value]));
  if (!penalised) return bias;
  const seen = new Set<number>();
  for (const token of written()) {
    const penalty = seen.has(token) ? frequencyPenalty : frequencyPenalty + presencePenalty;
    bias.set(token, (bias.get(token) ?? 0) - penalty);
    seen.add(token);
  }
  return bias;
}
