import type { Sampling } from '../../engine/sampling.ts';

/** Sampling fields as most APIs call them. */
export interface SamplingFields {
  readonly temperature?: number | null | undefined;
  readonly top_p?: number | null | undefined;
  readonly top_k?: number | null | undefined;
  readonly min_p?: number | null | undefined;
  readonly frequency_penalty?: number | null | undefined;
  readonly presence_penalty?: number | null | undefined;
  readonly logit_bias?: Readonly<Record<string, number>> | null | undefined;
}

/** What a client said about sampling; nothing where it said nothing. */
export function readSampling(fields: SamplingFields): Partial<Sampling> {
  const { temperature, top_p, top_k, min_p, frequency_penalty, presence_penalty, logit_bias } = fields;
  return {
    ...(temperature == null ? {} : { temperature }),
    ...(top_p == null || top_p === 1 ? {} : { topP: top_p }),
    ...(top_k == null || top_k < 1 ? {} : { topK: top_k }),
    ...(min_p == null || min_p === 0 ? {} : { minP: min_p }),
    ...(frequency_penalty == null || frequency_penalty === 0 ? {} : { frequencyPenalty: frequency_penalty }),
    ...(presence_penalty == null || presence_penalty === 0 ? {} : { presencePenalty: presence_penalty }),
    ...(logit_bias == null || Object.keys(logit_bias).length === 0 ? {} : { logitBias: logit_bias }),
  };
}
