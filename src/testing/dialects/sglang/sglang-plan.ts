import type { DialectWorld, Exchange } from '../dialect.ts';
import type { RunPlan } from '../model/run.ts';
import { thoughtTokens } from '../model/thought-tokens.ts';
import type { Fields } from '../openai-like/fields.ts';
import { readBans, readSampling, readSeed } from '../openai-like/read-sampling.ts';
import { sglangError } from './sglang-error.ts';

/** Where a route finds what SGLang's sampling parameters call by other names. */
export interface SglangAsked {
  readonly maxTokens: number | undefined;
  readonly minTokens: number;
  readonly logprobs: number | undefined;
  readonly seed?: number;
  /** The body has a `custom_logit_processor`. */
  readonly processor: boolean;
}

/**
 * What SGLang's sampling parameters make of a request. Fields it does not know are ignored: its request models are plain
 * pydantic models (python/sglang/srt/entrypoints/openai/protocol.py).
 */
export function sglangPlan(
  { model, behaviour }: DialectWorld,
  fields: Fields,
  exchange: Exchange,
  prompt: readonly number[],
  asked: SglangAsked,
): RunPlan {
  const room = model.contextSize - prompt.length;
  // python/sglang/srt/managers/tokenizer_manager.py, _validate_one_request
  if (room <= 0) {
    throw sglangError(
      400,
      `The input (${prompt.length} tokens) is longer than the model's context length (${model.contextSize} tokens).`,
      'BadRequestError',
    );
  }
  if (asked.maxTokens !== undefined && asked.maxTokens > room) {
    const total = asked.maxTokens + prompt.length;
    throw sglangError(
      400,
      `Requested token count exceeds the model's maximum context length of ${model.contextSize} tokens. You requested ` +
        `a total of ${total} tokens: ${prompt.length} tokens from the input messages and ${asked.maxTokens} tokens for ` +
        'the completion.',
      'BadRequestError',
    );
  }
  const budget = fields.object('custom_params')?.thinking_budget;
  const held = behaviour.maximum === 'held' && typeof budget === 'number' && Number.isInteger(budget) && budget >= 0;
  return {
    prompt,
    maxTokens: asked.maxTokens ?? room,
    ...(behaviour.minimum === 'held' && { minTokens: asked.minTokens }),
    ...(behaviour.stops && { stops: fields.texts('stop') }),
    ...(behaviour.stopTokens && { stopTokens: fields.integers('stop_token_ids') ?? [] }),
    includesStop: fields.flag('no_stop_trim') ?? false,
    showsSpecial: fields.flag('skip_special_tokens') === false,
    ...(behaviour.logitBias && { banned: readBans(fields) }),
    sampling: readSampling(fields),
    seed: asked.seed ?? readSeed(fields),
    ...(asked.logprobs !== undefined && behaviour.logprobs && { logprobs: asked.logprobs }),
    ...(held && {
      thinkingLimit: {
        // python/sglang/srt/sampling/custom_logit_processor.py counts from the start of thinking, wherever it stands.
        tokens: Math.max(0, budget - thoughtTokens(model, prompt)) + behaviour.overshoot,
        // The processor puts a line end in front; strict thinking (https://docs.sglang.io/docs/advanced_features/
        // thinking_budget) ends at the very token.
        force: model.encode((asked.processor ? '\n' : '') + model.thinking.close),
      },
    }),
    signal: exchange.signal,
  };
}
