import type { Receipt } from '../../core/receipt.ts';

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
export function sumTokens(receipts: readonly Receipt[], answers: number): TokenSums {
  const first = receipts.filter((_, index) => index % answers === 0);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return {
    prompt: sum(first.map(({ usage }) => usage.prompt)),
    cached: sum(first.map(({ usage }) => usage.cached)),
    thinking: sum(receipts.map(({ thinkingTokens }) => thinkingTokens)),
    answer: sum(receipts.map(({ answerTokens }) => answerTokens)),
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
