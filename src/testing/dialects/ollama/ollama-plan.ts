import type { DialectWorld, Exchange } from '../dialect.ts';
import type { RunPlan } from '../model/run.ts';
import type { Fields } from '../openai-like/fields.ts';
import { readSampling, readSeed } from '../openai-like/read-sampling.ts';

/**
 * What the options of a request mean. Ollama has no bound for thinking alone: whatever asks for one is an unknown field,
 * and unknown fields are dropped when the JSON is read into its structs (api/types.go:61-178).
 */
export function ollamaPlan(
  { model, behaviour }: DialectWorld,
  options: Fields,
  exchange: Exchange,
  prompt: readonly number[],
  logprobs: number | undefined,
): RunPlan {
  const size = Math.min(model.contextSize, options.integer('num_ctx') ?? model.contextSize);
  // server/prompt.go:25-73: what does not fit is dropped from the front, without an error.
  const kept = prompt.slice(Math.max(0, prompt.length - Math.floor(size / 2)));
  const fitting = prompt.length < size ? prompt : kept;
  const limit = options.integer('num_predict') ?? -1;
  const room = size - fitting.length;
  return {
    prompt: fitting,
    maxTokens: limit > 0 ? Math.min(limit, room) : room,
    ...(behaviour.stops && { stops: options.texts('stop') }),
    sampling: readSampling(options),
    seed: readSeed(options),
    ...(logprobs !== undefined && behaviour.logprobs && { logprobs }),
    splits: behaviour.reasoningField !== 'content',
    // thinking/parser.go:110-154
    trims: true,
    signal: exchange.signal,
  };
}
