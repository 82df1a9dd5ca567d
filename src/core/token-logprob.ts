/** One token with its natural-logarithm probability under the model itself: temperature 1, no filter, no ban. */
export interface TokenLogprob {
  readonly token: number;
  readonly text: string;
  readonly logprob: number;
  /** The most probable alternatives, best first, as many as were asked for. */
  readonly top?: readonly { readonly token: number; readonly text: string; readonly logprob: number }[];
}
