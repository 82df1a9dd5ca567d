export type { TokenLogprob } from '../core/token-logprob.ts';

/** How a token is drawn. Filters apply in the order top-k, top-p, min-p, on probabilities at `temperature`. */
export interface Sampling {
  /** 0 takes the most probable token, ties to the lowest id. */
  readonly temperature: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly minP?: number;
  /**
   * From -2 to 2, where `abilities.penalties`: taken from the logit of a token for each time that it stands behind the prompt. A
   * server counts what it wrote itself: most count anew in every continuation of a text, llama-server the last 32,768
   * tokens, the prompt included.
   */
  readonly frequencyPenalty?: number;
  /** As `frequencyPenalty`, but taken once from every token that was written at all. */
  readonly presencePenalty?: number;
  /** From -100 to 100, by token id, where `abilities.bias`: added to the logits of these tokens. */
  readonly logitBias?: Readonly<Record<number, number>>;
}
