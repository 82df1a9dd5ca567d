import type { Sampling } from '../../engine/sampling.ts';
import type { JsonObject } from './json-value.ts';

/** Penalties by the names of OpenAI, which llama-server and Ollama have taken over; nothing where there are none. */
export function penaltyFields({ frequencyPenalty, presencePenalty }: Sampling): JsonObject {
  return {
    ...(frequencyPenalty === undefined ? {} : { frequency_penalty: frequencyPenalty }),
    ...(presencePenalty === undefined ? {} : { presence_penalty: presencePenalty }),
  };
}
