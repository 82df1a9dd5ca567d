import type { TokenLogprob } from '../../engine/sampling.ts';
import { type Json, type JsonObject, listOf, numberOf, objectOf, textOf, tokensOf } from './json-value.ts';
import { penaltyFields } from './penalty-fields.ts';
import type { TokenDialect, TokenEvent, TokenRequest } from './token-server.ts';

/**
 * The `/completion` endpoint of llama-server (tools/server/README.md and server-task.cpp of llama.cpp).
 *
 * Its stops are texts, and control tokens have none unless they stand in `preserved_tokens`. Its samplers are named
 * one by one, in the order in which mull's filters apply, so that no default of the server joins in.
 */
export const llamaDialect: TokenDialect = {
  path: '/completion',
  body: (request) => ({
    prompt: request.prompt,
    stream: true,
    n_predict: request.maxTokens,
    cache_prompt: true,
    id_slot: request.slot,
    return_tokens: true,
    return_progress: true,
    stop: request.stops.map((stop) => stop.text),
    preserved_tokens: [...new Set([...request.stops.map((stop) => stop.text), ...request.visible])],
    ...(request.logprobs === undefined ? {} : { n_probs: Math.max(1, request.logprobs) }),
    ...llamaSampling(request),
  }),
  read,
};

/** Tokens back from the last that penalties count; the server keeps a list of that size, and by default counts 64. */
const countedForPenalties = 32_768;

type LlamaSampling = Pick<TokenRequest, 'sampling' | 'seed'> & Partial<Pick<TokenRequest, 'ban'>>;

/** Sampling fields that llama-server takes at every endpoint. */
export function llamaSampling({ sampling, seed, ban = [] }: LlamaSampling): JsonObject {
  const penalties = penaltyFields(sampling);
  const penalised = Object.keys(penalties).length > 0;
  const bias = Object.entries(sampling.logitBias ?? {}).map(([token, value]): Json[] => [Number(token), value]);
  return {
    ...(penalised ? { ...penalties, repeat_penalty: 1, repeat_last_n: countedForPenalties } : {}),
    logit_bias: [...ban.map((token): Json[] => [token, false]), ...bias],
    samplers: [...(penalised ? ['penalties'] : []), 'temperature', 'top_k', 'top_p', 'min_p'],
    temperature: sampling.temperature,
    top_k: sampling.topK ?? 0,
    top_p: sampling.topP ?? 1,
    min_p: sampling.minP ?? 0,
    seed,
  };
}

function read(event: Json): TokenEvent | undefined {
  const data = objectOf(event);
  const progress = objectOf(data.prompt_progress);
  const cached = numberOf(progress.cache);
  // Such events carry a token that nobody sampled.
  if (cached !== undefined) {
    const evaluated = (numberOf(progress.processed) ?? cached) - cached;
    return { tokens: [], text: '', cached, evaluated };
  }
  const timings = objectOf(data.timings);
  const sampled = numberOf(data.tokens_predicted);
  const logprobs = listOf(data.completion_probabilities).flatMap(readLogprob);
  const end = data.stop === true ? endOf(data) : undefined;
  return {
    tokens: tokensOf(data.tokens) ?? [],
    text: textOf(data.content) ?? '',
    ...(logprobs.length > 0 ? { logprobs } : {}),
    ...(sampled === undefined ? {} : { sampled }),
    ...(end === undefined ? {} : { end, ...counters(timings) }),
  };
}

function counters(timings: JsonObject): Pick<TokenEvent, 'cached' | 'evaluated'> {
  const [cached, evaluated] = [numberOf(timings.cache_n), numberOf(timings.prompt_n)];
  return cached === undefined || evaluated === undefined ? {} : { cached, evaluated };
}

function endOf(data: JsonObject): NonNullable<TokenEvent['end']> {
  if (data.stop_type === 'word') return 'stop';
  if (data.stop_type === 'eos') return 'turn-end';
  return data.truncated === true ? 'context' : 'limit';
}

/** One entry of `completion_probabilities`, or of `logprobs.content` at the OpenAI-compatible endpoints. */
export function readLogprob(value: Json): TokenLogprob[] {
  const entry = scoredToken(value);
  if (entry === undefined) return [];
  return [{ ...entry, top: listOf(objectOf(value).top_logprobs).flatMap((top) => scoredToken(top) ?? []) }];
}

function scoredToken(value: Json): { token: number; text: string; logprob: number } | undefined {
  const data = objectOf(value);
  const token = numberOf(data.id);
  const text = textOf(data.token);
  if (token === undefined || text === undefined) return undefined;
  // Minus infinity has no JSON; servers write null.
  return { token, text, logprob: numberOf(data.logprob) ?? Number.NEGATIVE_INFINITY };
}
