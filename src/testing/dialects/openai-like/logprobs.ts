import type { TokenLogprob } from '../../../engine/sampling.ts';

type Json = Record<string, unknown>;

/**
 * Log-probabilities of a chat choice.
 *
 * https://platform.openai.com/docs/api-reference/chat/object, `choices[].logprobs`
 */
export function chatLogprobs(logprobs: readonly TokenLogprob[]): Json {
  return {
    content: logprobs.map(({ token: _, text, logprob, top = [] }) => ({
      token: text,
      logprob,
      bytes: [...new TextEncoder().encode(text)],
      top_logprobs: top.map((other) => ({
        token: other.text,
        logprob: other.logprob,
        bytes: [...new TextEncoder().encode(other.text)],
      })),
    })),
  };
}

/**
 * Log-probabilities of a text completion.
 *
 * https://platform.openai.com/docs/api-reference/completions/object, `choices[].logprobs`
 *
 * @param offset - characters of the text before the first token
 */
export function completionLogprobs(logprobs: readonly TokenLogprob[], offset: number): Json {
  let at = offset;
  const offsets = logprobs.map(({ text }) => {
    at += text.length;
    return at - text.length;
  });
  return {
    text_offset: offsets,
    tokens: logprobs.map(({ text }) => text),
    token_logprobs: logprobs.map(({ logprob }) => logprob),
    top_logprobs: logprobs.map(({ top = [] }) =>
      Object.fromEntries(top.map(({ text, logprob }) => [text, logprob] as const)),
    ),
  };
}
