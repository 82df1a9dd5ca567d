import type { SamplerConfig } from './native.ts';

/**
 * Tokens that must not be drawn, as a native sampler takes them. Ends of turn are banned like any other token; the
 * public `TokenBias` of node-llama-cpp leaves them out without a word.
 */
export function banBias(ban: readonly number[]): Pick<SamplerConfig, 'tokenBiasKeys' | 'tokenBiasValues'> {
  if (ban.length === 0) return {};
  return {
    tokenBiasKeys: Uint32Array.from(ban),
    tokenBiasValues: new Float32Array(ban.length).fill(Number.NEGATIVE_INFINITY),
  };
}
