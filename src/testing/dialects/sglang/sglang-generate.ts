import type { DialectWorld, Exchange } from '../dialect.ts';
import type { Run } from '../model/run.ts';
import { type RunEnd, run } from '../model/run.ts';
import { Fields } from '../openai-like/fields.ts';
import type { Answer, Frame } from '../server/answer.ts';
import { counting } from '../server/counting.ts';
import { newId } from '../server/new-id.ts';
import { readPrompt } from './sglang-completions.ts';
import { invalidField, sglangError } from './sglang-error.ts';
import { sglangPlan } from './sglang-plan.ts';

/**
 * `POST /generate`, SGLang's own: https://docs.sglang.io/basic_usage/sampling_params.html
 *
 * Its stream repeats: `text` and `output_ids` hold everything so far (serving_completions.py reads them that way unless
 * --incremental-streaming-output is set).
 */
export async function sglangGenerate(world: DialectWorld, exchange: Exchange): Promise<Answer> {
  const { model } = world;
  const fields = new Fields(exchange.body, invalidField);
  const prompt = readPrompt(world, fields, fields.has('input_ids') ? 'input_ids' : 'text');
  const sampling = new Fields(fields.object('sampling_params') ?? {}, invalidField);
  const logprobs = fields.flag('return_logprob') === true ? (fields.integer('top_logprobs_num') ?? 0) : undefined;
  const plan = sglangPlan(world, sampling, exchange, prompt, {
    maxTokens: sampling.integer('max_new_tokens') ?? 128,
    minTokens: sampling.integer('min_new_tokens') ?? 0,
    logprobs,
    seed: sampling.integer('sampling_seed') ?? 0,
    processor: fields.has('custom_logit_processor'),
  });
  const states = snapshots(counting(run(model, plan), exchange.count), newId(''), model.turnEnd, prompt.length);
  if (fields.flag('stream') === true) return { framing: 'events', frames: frames(states) };
  let last: unknown;
  for await (const state of states) last = state;
  if (last === undefined) throw sglangError(400, 'The request was aborted.', 'BadRequestError');
  return { status: 200, body: last };
}

async function* frames(states: AsyncIterable<unknown>): AsyncGenerator<Frame> {
  for await (const state of states) yield { data: JSON.stringify(state) };
  yield { data: '[DONE]' };
}

/** The answer as it grows. */
async function* snapshots(pieces: Run, id: string, turnEnd: number, promptTokens: number): AsyncGenerator<unknown> {
  let text = '';
  const ids: number[] = [];
  const logprobs: [number, number, string][] = [];
  const state = (reason: unknown, cached: number): unknown => ({
    text,
    output_ids: [...ids],
    meta_info: {
      id,
      finish_reason: reason,
      prompt_tokens: promptTokens,
      completion_tokens: ids.length,
      cached_tokens: cached,
      ...(logprobs.length > 0 && { output_token_logprobs: [...logprobs] }),
    },
  });
  for await (const next of pieces) {
    if ('reason' in next) {
      if (next.reason !== 'aborted') yield state(finishReason(next, turnEnd), next.usage.cached);
      return;
    }
    text += next.parts.map((part) => part.text).join('');
    ids.push(...next.tokens);
    for (const { token, logprob, text: said } of next.logprobs) logprobs.push([logprob, token, said]);
    if (!next.last) yield state(null, 0);
  }
}

function finishReason({ reason, matched, usage }: RunEnd, turnEnd: number): unknown {
  return reason === 'length'
    ? { type: 'length', length: usage.completion }
    : { type: 'stop', matched: matched ?? turnEnd };
}
