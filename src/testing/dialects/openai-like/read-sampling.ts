import type { Sampling } from '../../../engine/sampling.ts';
import type { Fields } from './fields.ts';

/** Temperature and filters of a request. */
export function readSampling(fields: Fields): Sampling {
  const topK = fields.integer('top_k');
  const topP = fields.number('top_p');
  const minP = fields.number('min_p');
  return {
    temperature: fields.number('temperature') ?? 1,
    // Hosts write 0 or -1 for "no limit".
    ...(topK !== undefined && topK > 0 && { topK }),
    ...(topP !== undefined && topP > 0 && topP < 1 && { topP }),
    ...(minP !== undefined && minP > 0 && { minP }),
  };
}

let requests = 0;

/** The seed of a request, or another one for each. */
export function readSeed(fields: Fields): number {
  requests += 1;
  return fields.integer('seed') ?? requests;
}

/** Tokens that a `logit_bias` of -100 or less takes out of the running. */
export function readBans(fields: Fields): readonly number[] {
  const bias = fields.object('logit_bias') ?? {};
  return Object.entries(bias)
    .filter(([, value]) => typeof value === 'number' && value <= -100)
    .map(([token]) => Number(token));
}
