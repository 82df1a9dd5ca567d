import { type Json, type JsonObject, listOf, numberOf, objectOf, textOf, tokensOf } from './json-value.ts';
import { readLogprob } from './llama-dialect.ts';
import { steeringFields } from './steering-fields.ts';
import type { TokenDialect, TokenEvent } from './token-server.ts';

/**
 * `/v1/completions` with token ids as prompt and returned ones (`return_token_ids` of vLLM,
 * docs.vllm.ai "OpenAI-Compatible Server"; `logit_bias` by id as in OpenAI's reference).
 *
 * `min_tokens` holds back the model's own end of turn and whatever stands in `stop_token_ids`
 * (vllm/v1/sample/logits_processor/builtin.py; SGLang's `min_tokens` does the same).
 *
 * Text stops would make the server hold back text behind its ids, so only single tokens are given as stops.
 */
export const completionsDialect = (model: string): TokenDialect => ({
  path: 'completions',
  body: (request) => ({
    model,
    prompt: request.prompt,
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: request.maxTokens,
    return_token_ids: true,
    add_special_tokens: false,
    skip_special_tokens: false,
    spaces_between_special_tokens: false,
    stop_token_ids: [...new Set([...request.stops.map((stop) => stop.token), ...(request.held ?? [])])],
    ...((request.minTokens ?? 0) > 0 ? { min_tokens: request.minTokens } : {}),
    temperature: request.sampling.temperature,
    top_p: request.sampling.topP ?? 1,
    top_k: request.sampling.topK ?? -1,
    min_p: request.sampling.minP ?? 0,
    seed: request.seed,
    ...steeringFields(request.sampling, request.ban),
    ...(request.logprobs === undefined ? {} : { logprobs: Math.max(1, request.logprobs) }),
  }),
  read,
});

function read(event: Json): TokenEvent | undefined {
  const data = objectOf(event);
  const choice = objectOf(listOf(data.choices)[0]);
  const usage = usageOf(data);
  const finish = textOf(choice.finish_reason);
  if (finish === undefined && Object.keys(choice).length === 0 && Object.keys(usage).length === 0) return undefined;
  const logprobs = listOf(objectOf(choice.logprobs).content).flatMap(readLogprob);
  const end = finish === undefined ? undefined : endOf(finish, choice);
  return {
    tokens: tokensOf(choice.token_ids) ?? tokensOf(choice.tokens) ?? [],
    text: textOf(choice.text) ?? '',
    ...(logprobs.length > 0 ? { logprobs } : {}),
    ...usage,
    ...(end === undefined ? {} : { end }),
  };
}

/** Counters of a usage object; `cached` only where the server tells it. */
export function usageOf(data: JsonObject): Pick<TokenEvent, 'sampled' | 'cached' | 'evaluated'> {
  const usage = objectOf(data.usage);
  const prompt = numberOf(usage.prompt_tokens);
  const sampled = numberOf(usage.completion_tokens);
  const cached =
    numberOf(objectOf(usage.prompt_tokens_details).cached_tokens) ?? numberOf(usage.prompt_cache_hit_tokens);
  return {
    ...(sampled === undefined ? {} : { sampled }),
    ...(cached === undefined || prompt === undefined ? {} : { cached, evaluated: prompt - cached }),
  };
}

function endOf(finish: string, choice: JsonObject): NonNullable<TokenEvent['end']> {
  if (finish === 'length') return 'limit';
  // vLLM names the stop that came; where it names none, the model ended its turn.
  return choice.stop_reason === null || choice.stop_reason === undefined ? 'turn-end' : 'stop';
}
