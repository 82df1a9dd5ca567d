import type { TokenLogprob } from '../core/token-logprob.ts';

/** How sure a model was of its thinking. Higher is surer; comparable only within one model. */
export interface Confidence {
  /** Mean over all tokens of the chain. */
  readonly mean: number;
  /** Mean over the last window: DeepConf's tail confidence. */
  readonly tail: number;
  /** The least of all windows: DeepConf's lowest group confidence. */
  readonly lowest: number;
}

/**
 * Confidence of one token: the negative mean log-probability of its most probable alternatives (Fu et al. 2025,
 * "Deep Think with Confidence", arXiv 2508.15260). It is large where one alternative takes all the probability and the
 * others have next to none. Without alternatives, the token's own probability. Never below 0, so that it can weigh votes.
 */
function tokenConfidence(token: TokenLogprob): number {
  const { top = [] } = token;
  if (top.length < 2) return Math.exp(token.logprob);
  return -top.reduce((sum, { logprob }) => sum + Math.max(logprob, least), 0) / top.length;
}

/** Log-probabilities below this count as this, so that one impossible alternative does not drown the others. */
const least = -30;

/** Follows the confidence of a chain while it is written. */
export class ConfidenceMeter {
  readonly #window: number;
  readonly #recent: number[] = [];
  #sum = 0;
  #count = 0;
  #recentSum = 0;
  #lowest = Number.POSITIVE_INFINITY;

  /** @param window - tokens over which the sliding mean is taken */
  constructor(window: number) {
    this.#window = window;
  }

  /** Adds tokens; gives the sliding mean once a whole window has been seen. */
  add(tokens: readonly TokenLogprob[]): number | undefined {
    let group: number | undefined;
    for (const token of tokens) {
      const confidence = tokenConfidence(token);
      this.#sum += confidence;
      this.#count += 1;
      this.#recent.push(confidence);
      this.#recentSum += confidence;
      if (this.#recent.length > this.#window) this.#recentSum -= this.#recent.shift()!;
      if (this.#recent.length < this.#window) continue;
      group = this.#recentSum / this.#window;
      this.#lowest = Math.min(this.#lowest, group);
    }
    return group;
  }

  /** Undefined where nothing was measured. */
  get confidence(): Confidence | undefined {
    if (this.#count === 0) return undefined;
    const tail = this.#recentSum / this.#recent.length;
    return { mean: this.#sum / this.#count, tail, lowest: Math.min(this.#lowest, tail) };
  }
}
