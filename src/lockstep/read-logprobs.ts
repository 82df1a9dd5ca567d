import type { ReadAt, Scored } from './decoder.ts';
import { largestTokens } from './largest-tokens.ts';
import { logSumExp } from './log-sum-exp.ts';

/** The log-probabilities a probe asked for: its tokens and the `top` most probable ones, each once, best first. */
export function readLogprobs(logits: Float32Array, wanted: Pick<ReadAt, 'tokens' | 'top'>): Scored[] {
  const total = logSumExp(logits);
  const ids = new Set([...(wanted.tokens ?? []), ...largestTokens(logits, wanted.top ?? 0)]);
  return [...ids]
    .map((token) => ({ token, logprob: logits[token]! - total }))
    .sort((a, b) => b.logprob - a.logprob || a.token - b.token);
}
