import type { Sampling } from '../engine/sampling.ts';

/** @param written - the tokens that penalties count */
export type TokenBias = (written: () => readonly number[]) => ReadonlyMap<number, number> | undefined;

/**
 * What is added to the logits of tokens before one is drawn: the bias that was asked for, less the penalties of what was
 * written; undefined where there is none of them. Without penalties it is one map for every token.
 */
export function tokenBias({ logitBias, frequencyPenalty = 0, presencePenalty = 0 }: Sampling): TokenBias {
  const asked = logitBias && new Map(Object.entries(logitBias).map(([token, value]) => [Number(token), value]));
  if (frequencyPenalty === 0 && presencePenalty === 0) return () => asked;
  return (written) => {
    const bias = new Map(asked);
    const seen = new Set<number>();
    for (const token of written()) {
      const penalty = seen.has(token) ? frequencyPenalty : frequencyPenalty + presencePenalty;
      bias.set(token, (bias.get(token) ?? 0) - penalty);
      seen.add(token);
    }
    return bias;
  };
}
