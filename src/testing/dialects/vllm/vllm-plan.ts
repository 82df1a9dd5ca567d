import type { DialectWorld, Exchange } from '../dialect.ts';
import type { RunPlan } from '../model/run.ts';
import { thoughtTokens } from '../model/thought-tokens.ts';
import type { Fields } from '../openai-like/fields.ts';
import { readBans, readSampling, readSeed } from '../openai-like/read-sampling.ts';
import { invalidField, vllmError } from './vllm-error.ts';

/**
 * What vLLM's sampling parameters make of a request. Fields it does not know are ignored with a line in its log, among
 * them `extra_body`: OpenAIBaseModel allows extra fields (vllm/entrypoints/serve/engine/protocol.py), so a budget inside
 * `extra_body` on the wire, as in the curl example of docs/features/reasoning_outputs.md, has no effect.
 */
export function vllmPlan(
  { model, behaviour }: DialectWorld,
  fields: Fields,
  exchange: Exchange,
  prompt: readonly number[],
  asked: { readonly maxTokens: number | undefined; readonly logprobs: number | undefined },
): RunPlan {
  const room = model.contextSize - prompt.length;
  // vllm/renderers/params.py: the prompt and what was asked for must fit together.
  if (room < Math.max(1, asked.maxTokens ?? 1)) {
    const requested = asked.maxTokens ?? 0;
    const most = Math.max(0, model.contextSize - requested);
    throw vllmError(
      400,
      `You passed ${prompt.length} input tokens and requested ${requested} output tokens. However, the model's context ` +
        `length is only ${model.contextSize} tokens, resulting in a maximum input length of ${most} tokens. Please ` +
        `reduce the length of the input prompt. (parameter=input_tokens, value=${prompt.length})`,
      'BadRequestError',
      'input_tokens',
    );
  }
  const minTokens = fields.integer('min_tokens') ?? 0;
  const limit = readBudget(fields, behaviour.maximum);
  // vllm/sampling_params.py: `min_tokens` holds back EOS and `stop_token_ids`; vllm/v1/engine/detokenizer.py: and stops.
  return {
    prompt,
    maxTokens: asked.maxTokens ?? room,
    ...(behaviour.minimum === 'held' && { minTokens }),
    ...(behaviour.stops && { stops: fields.texts('stop') }),
    ...(behaviour.stopTokens && { stopTokens: fields.integers('stop_token_ids') ?? [] }),
    // vllm/v1/engine/detokenizer.py, update: the stop is left out of the text unless this is set.
    includesStop: fields.flag('include_stop_str_in_output') ?? false,
    // `skip_special_tokens` is true by default, so that a stop string "<|im_end|>" never matches.
    showsSpecial: fields.flag('skip_special_tokens') === false,
    ...(behaviour.logitBias && { banned: readBans(fields) }),
    sampling: readSampling(fields),
    seed: readSeed(fields),
    ...(asked.logprobs !== undefined && behaviour.logprobs && { logprobs: asked.logprobs }),
    ...(limit !== undefined && {
      // vllm/v1/sample/thinking_budget_state.py, _init_state_entry: thinking in the prompt counts, too.
      thinkingLimit: {
        tokens: Math.max(0, limit - thoughtTokens(model, prompt)) + behaviour.overshoot,
        force: model.encode(model.thinking.close),
      },
    }),
    signal: exchange.signal,
  };
}

/** `thinking_token_budget`, where it is to be held. */
function readBudget(fields: Fields, maximum: 'held' | 'ignored' | 'refused'): number | undefined {
  if (!fields.has('thinking_token_budget')) return undefined;
  const budget = fields.any('thinking_token_budget');
  // vllm/sampling_params.py, validate_thinking_token_budget
  if (typeof budget !== 'number' || !Number.isInteger(budget) || budget < -1) {
    throw invalidField(
      '`thinking_token_budget` must be a non-negative integer or -1 for unlimited.',
      'thinking_token_budget',
    );
  }
  if (budget === -1) return undefined;
  if (maximum === 'refused') {
    // vllm/v1/engine/input_processor.py, of a server without --reasoning-parser and --reasoning-config.
    throw vllmError(
      400,
      'thinking_token_budget is set but reasoning_config is not configured. Please set --reasoning-parser and/or ' +
        '--reasoning-config to use thinking_token_budget.',
      'BadRequestError',
    );
  }
  return maximum === 'held' ? budget : undefined;
}
