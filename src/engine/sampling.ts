/** How a token is drawn. Filters apply in the order top-k, top-p, min-p, on probabilities at `temperature`. */
export interface Sampling {
  /** 0 takes the most probable token, ties to the lowest id. */
  readonly temperature: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly minP?: number;
}

/** One token with its natural-logarithm probability under the model itself: temperature 1, no filter, no ban. */
export interface TokenLogprob {
  readonly token: number;
  readonly text: string;
  readonly logprob: number;
  /** The most probable alternatives, best first, as many as were asked for. */
  readonly top?: readonly { readonly token: number; readonly text: string; readonly logprob: number }[];
}
