import { checkCount, checkOption } from './check-option.ts';

/** What a run used, in all. */
export interface Spent {
  /** Tokens of the prompts that were evaluated. */
  readonly promptTokens: number;
  /** Prompt tokens taken from a cache instead: not computed, often billed at a lower price. @default 0 */
  readonly cachedTokens?: number;
  /** Tokens sampled or forced: thinking and answer, of every sample, discarded ones too. */
  readonly outputTokens: number;
}

/** Money per million tokens, in any currency. */
export interface Prices {
  readonly prompt: number;
  /** @default the price of `prompt` */
  readonly cached?: number;
  readonly output: number;
}

/** What one right answer took. Null where there was no right answer, or nothing to compute it from. */
export interface PerRightAnswer {
  /** Output tokens: what the paper counts and what takes the time. */
  readonly outputTokens: number | null;
  /** Evaluated and output tokens. */
  readonly tokens: number | null;
  /** In the currency of the prices. */
  readonly cost: number | null;
  /** 2 * parameters * (evaluated + output tokens). */
  readonly flops: number | null;
}

/**
 * What one right answer took in tokens, money and floating-point operations.
 *
 * Accuracy alone makes 64 votes look better than one: dividing by right answers puts both on one scale. The
 * operations are 2 * parameters per token, a multiplication and an addition per weight of the forward pass (Kaplan et
 * al., arXiv 2001.08361, section 2.1). Attention over the context is left out, which is small while the context is
 * short against 6 * the width of the model; for a mixture of experts give the parameters active per token.
 *
 * @param run.right - right answers of the run
 * @param run.parameters - of the model, 32.8e9 for a 32B; leave out to leave out `flops`
 */
export function perRightAnswer(run: {
  right: number;
  spent: Spent;
  prices?: Prices;
  parameters?: number;
}): PerRightAnswer {
  const { right, spent, prices, parameters } = run;
  const { promptTokens, cachedTokens = 0, outputTokens } = spent;
  checkCount('right', right);
  for (const [name, value] of Object.entries({ promptTokens, cachedTokens, outputTokens })) {
    checkOption(value >= 0 && Number.isFinite(value), name, 'a number of at least 0', value);
  }
  const each = (value: number | undefined) => (value === undefined || right === 0 ? null : value / right);
  const tokens = promptTokens + outputTokens;
  const cost =
    prices &&
    (promptTokens * prices.prompt + cachedTokens * (prices.cached ?? prices.prompt) + outputTokens * prices.output) /
      1e6;
  return {
    outputTokens: each(outputTokens),
    tokens: each(tokens),
    cost: each(cost),
    flops: each(parameters === undefined ? undefined : 2 * parameters * tokens),
  };
}
