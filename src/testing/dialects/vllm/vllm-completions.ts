import type { DialectWorld, Exchange } from '../dialect.ts';
import { run } from '../model/run.ts';
import { completionAnswer } from '../openai-like/completion-answer.ts';
import { Fields } from '../openai-like/fields.ts';
import type { Answer } from '../server/answer.ts';
import { counting } from '../server/counting.ts';
import { newId } from '../server/new-id.ts';
import { checkModel } from './check-model.ts';
import { invalidField } from './vllm-error.ts';
import { vllmPlan } from './vllm-plan.ts';
import { vllmUsage } from './vllm-usage.ts';

/**
 * `POST /v1/completions`: continues a text or a list of token ids as they are.
 *
 * vllm/entrypoints/openai/completion/protocol.py, CompletionRequest, and serving.py, completion_stream_generator
 */
export async function vllmCompletions(world: DialectWorld, exchange: Exchange): Promise<Answer> {
  const { model, behaviour, name } = world;
  const fields = new Fields(exchange.body, invalidField);
  checkModel(fields, name);
  const prompt = readPrompt(world, fields);
  const logprobs = fields.integer('logprobs');
  const asked = { maxTokens: fields.integer('max_tokens') ?? 16, logprobs };
  const plan = vllmPlan(world, fields, exchange, prompt, asked);
  const wantsTokens = behaviour.returnsTokens && fields.flag('return_token_ids') === true;
  return completionAnswer(
    {
      id: newId('cmpl-'),
      model: name,
      extras: {},
      ...(wantsTokens && {
        // serving.py: the prompt's ids with the first chunk only.
        tokens: (tokens: readonly number[], first: boolean) => ({
          ...(first && { prompt_token_ids: prompt }),
          token_ids: tokens,
        }),
      }),
      finish: ({ reason, matched }) => ({ finish_reason: reason, stop_reason: matched ?? null }),
      unfinished: { finish_reason: null, stop_reason: null },
      mergesFinish: true,
      usage: behaviour.usage ? (end) => vllmUsage(end, behaviour, false) : undefined,
      usageIn: behaviour.usage && fields.object('stream_options')?.include_usage === true ? 'own chunk' : 'nowhere',
      logprobs: logprobs !== undefined && behaviour.logprobs,
    },
    fields.flag('stream') ?? false,
    counting(run(model, plan), exchange.count),
  );
}

function readPrompt({ model, behaviour }: DialectWorld, fields: Fields): readonly number[] {
  const given = fields.any('prompt');
  if (typeof given === 'string') return model.encode(given);
  const ids = fields.integers('prompt') ?? [];
  if (ids.length === 0) throw invalidField('Either prompt or prompt_embeds must be provided and non-empty.', 'prompt');
  if (!behaviour.tokenPrompts) throw invalidField('Input should be a valid string', 'prompt');
  const size = model.vocabulary.size;
  const unknown = ids.find((id) => id < 0 || id >= size);
  // vllm/v1/engine/input_processor.py
  if (unknown !== undefined) throw invalidField(`Token id ${unknown} is out of vocabulary`, 'prompt');
  return ids;
}
