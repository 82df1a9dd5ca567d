export type { TokenLogprob } from '../core/token-logprob.ts';

/** How a token is drawn. Filters apply in the order top-k, top-p, min-p, on probabilities at `temperature`. */
export interface Sampling {
  /** 0 takes the most probable token, ties to the lowest id. */
  readonly temperature: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly minP?: number;
}
