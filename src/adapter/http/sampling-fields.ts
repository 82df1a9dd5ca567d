import type { Sampling } from '../../engine/sampling.ts';
import { unsupported } from '../../lockstep/faults.ts';
import type { JsonObject } from './json-value.ts';
import { llamaSampling } from './llama-dialect.ts';
import type { FieldSet } from './server-facts.ts';
import { steeringFields } from './steering-fields.ts';

/**
 * Sampling as a server of these fields takes it. What is not wanted is turned off, whatever the server's defaults.
 *
 * @throws E_UNSUPPORTED for filters that the server does not know and would ignore
 */
export function samplingFields(fields: FieldSet, sampling: Sampling, seed: number): JsonObject {
  if (fields === 'llama') return llamaSampling({ sampling, seed });
  const usual = { temperature: sampling.temperature, top_p: sampling.topP ?? 1, seed, ...steeringFields(sampling) };
  if (fields === 'plain') {
    if (sampling.topK !== undefined || sampling.minP !== undefined) {
      throw unsupported('This server takes neither top-k nor min-p.', 'Leave them out of `sampling`.');
    }
    return usual;
  }
  return { ...usual, top_k: sampling.topK ?? -1, min_p: sampling.minP ?? 0 };
}
