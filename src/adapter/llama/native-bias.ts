import type { Draw } from '../../lockstep/decoder.ts';
import type { SamplerConfig } from './native.ts';

/**
 * Biases and tokens that must not be drawn, as a native sampler takes them: it adds them before anything else. Ends of
 * turn are banned like any other token; the public `TokenBias` of node-llama-cpp leaves them out without a word.
 */
export function nativeBias({ ban, bias }: Draw): Pick<SamplerConfig, 'tokenBiasKeys' | 'tokenBiasValues'> {
  if (ban.length === 0 && bias === undefined) return {};
  const values = new Map([...(bias ?? []), ...ban.map((token) => [token, Number.NEGATIVE_INFINITY] as const)]);
  return {
    tokenBiasKeys: Uint32Array.from(values.keys()),
    tokenBiasValues: Float32Array.from(values.values()),
  };
}
