import type { Sampling } from '../../engine/sampling.ts';
import type { JsonObject } from './json-value.ts';
import { penaltyFields } from './penalty-fields.ts';

/**
 * Penalties and bias by the names of OpenAI (platform.openai.com/docs/api-reference/completions), which nearly every
 * server has taken over.
 *
 * @param ban - tokens that must not be drawn, whatever their bias
 */
export function steeringFields(sampling: Sampling, ban: readonly number[] = []): JsonObject {
  const bias = { ...sampling.logitBias, ...Object.fromEntries(ban.map((token) => [token, -100])) };
  return { ...penaltyFields(sampling), ...(Object.keys(bias).length === 0 ? {} : { logit_bias: bias }) };
}
