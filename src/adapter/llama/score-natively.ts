import type { Scored } from '../../lockstep/decoder.ts';
import { configureSampler } from './configure-sampler.ts';
import type { NativeContext, NativeSampler } from './native.ts';

/** Log-probabilities of some tokens and of the `top` most probable ones, each once, best first. */
export async function scoreNatively(
  context: NativeContext,
  sampler: NativeSampler,
  index: number,
  wanted: { readonly tokens?: readonly number[]; readonly top?: number },
): Promise<Scored[]> {
  // At temperature 0 the chain changes no logit and drops none, and its choice has the largest.
  configureSampler(sampler, { temperature: 0 });
  const asked = [...new Set(wanted.tokens ?? [])];
  const filter = [asked, false, false, true, 0] as const;
  const [best, , , pairs = [], weight = Number.NaN] = await context.sampleToken(
    index,
    sampler,
    false,
    false,
    filter,
    true,
  );
  const logits = fromPairs(pairs);
  const total = logits.get(best)! + Math.log(weight);
  const found = new Map(asked.map((token) => [token, logits.get(token)!]));
  if (wanted.top !== undefined && wanted.top > 0) {
    configureSampler(sampler, { temperature: 1, seed: 0, topK: wanted.top });
    const [, , , topPairs = []] = await context.sampleToken(index, sampler, false, false, true, false);
    for (const [token, logit] of fromPairs(topPairs)) found.set(token, logit);
  }
  return [...found]
    .map(([token, logit]) => ({ token, logprob: logit - total }))
    .sort((a, b) => b.logprob - a.logprob || a.token - b.token);
}

function fromPairs(pairs: readonly number[]): Map<number, number> {
  const logits = new Map<number, number>();
  for (let i = 0; i < pairs.length; i += 2) logits.set(pairs[i]!, pairs[i + 1]!);
  return logits;
}
