import type { Sampling } from '../../engine/sampling.ts';

/** Sampling fields as most APIs call them. */
export interface SamplingFields {
  readonly temperature?: number | null | undefined;
  readonly top_p?: number | null | undefined;
  readonly top_k?: number | null | undefined;
  readonly min_p?: number | null | undefined;
}

/** What a client said about sampling; nothing where it said nothing. */
export function readSampling({ temperature, top_p, top_k, min_p }: SamplingFields): Partial<Sampling> {
  return {
    ...(temperature == null ? {} : { temperature }),
    ...(top_p == null || top_p === 1 ? {} : { topP: top_p }),
    ...(top_k == null || top_k < 1 ? {} : { topK: top_k }),
    ...(min_p == null || min_p === 0 ? {} : { minP: min_p }),
  };
}
