import type { TokenLogprob } from '../../core/token-logprob.ts';

const encoder = new TextEncoder();

/**
 * Log-probabilities as Chat Completions tell them.
 *
 * @param alternatives - how many of the most probable tokens are told with each
 */
export function chatLogprobs(logprobs: readonly TokenLogprob[], alternatives: number): object {
  const told = ({ text, logprob }: Pick<TokenLogprob, 'text' | 'logprob'>): object => ({
    token: text,
    logprob,
    bytes: [...encoder.encode(text)],
  });
  return {
    content: logprobs.map((token) => ({
      ...told(token),
      top_logprobs: (token.top ?? []).slice(0, alternatives).map(told),
    })),
    refusal: null,
  };
}
