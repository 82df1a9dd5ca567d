import type { NativeSampler, SamplerConfig } from './native.ts';

const lastSeeds = new WeakMap<NativeSampler, number>();

/**
 * Gives a sampler its configuration and starts its random numbers anew. By itself it does so only where the seed is
 * another one than before; the same seed twice would go on with the second number.
 */
export function configureSampler(sampler: NativeSampler, config: SamplerConfig): void {
  const { seed } = config;
  if (seed !== undefined) {
    if (lastSeeds.get(sampler) === seed) sampler.applyConfig({ temperature: 1, seed: (seed ^ 1) >>> 0 });
    lastSeeds.set(sampler, seed);
  }
  sampler.applyConfig(config);
}
