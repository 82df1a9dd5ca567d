import type { TokenLogprob } from '../../core/token-logprob.ts';

/**
 * Log-probabilities as Completions tell them.
 *
 * @param alternatives - how many of the most probable tokens are told with each
 * @param offset - characters of the text before these tokens
 */
export function completionLogprobs(logprobs: readonly TokenLogprob[], alternatives: number, offset: number): object {
  let at = offset;
  const offsets = logprobs.map(({ text }) => {
    const own = at;
    at += text.length;
    return own;
  });
  return {
    tokens: logprobs.map(({ text }) => text),
    token_logprobs: logprobs.map(({ logprob }) => logprob),
    top_logprobs: logprobs.map(({ top = [] }) =>
      Object.fromEntries(top.slice(0, alternatives).map(({ text, logprob }) => [text, logprob])),
    ),
    text_offset: offsets,
  };
}
