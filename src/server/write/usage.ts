import type { ThinkResult } from '../../core/events.ts';

/** The usage of a request as Chat Completions and Completions tell it. */
export interface OpenAiUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details: { readonly cached_tokens: number };
  readonly completion_tokens_details: { readonly reasoning_tokens: number };
}

/** Tokens of all answers of a request together; a prompt counts once however many answers it got. */
export interface TokenSums {
  readonly prompt: number;
  readonly cached: number;
  readonly thinking: number;
  /** Of the answers alone. */
  readonly answer: number;
}

/** @param answers - how many answers each prompt got */
export function sumTokens(results: readonly Pick<ThinkResult, 'receipt' | 'total'>[], answers: number): TokenSums {
  // With a strategy: of all its chains together.
  const costs = results.map(({ receipt, total }) => total ?? receipt);
  const first = costs.filter((_, index) => index % answers === 0);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return {
    prompt: sum(first.map(({ usage }) => usage.prompt)),
    cached: sum(first.map(({ usage }) => usage.cached)),
    thinking: sum(costs.map(({ thinkingTokens }) => thinkingTokens)),
    answer: sum(costs.map(({ answerTokens }) => answerTokens)),
  };
}

export function openAiUsage({ prompt, cached, thinking, answer }: TokenSums): OpenAiUsage {
  return {
    prompt_tokens: prompt,
    completion_tokens: thinking + answer,
    total_tokens: prompt + thinking + answer,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: thinking },
  };
}
