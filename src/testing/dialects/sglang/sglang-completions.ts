import type { DialectWorld, Exchange } from '../dialect.ts';
import { run } from '../model/run.ts';
import { completionAnswer } from '../openai-like/completion-answer.ts';
import { Fields } from '../openai-like/fields.ts';
import type { Answer } from '../server/answer.ts';
import { counting } from '../server/counting.ts';
import { newId } from '../server/new-id.ts';
import { invalidField, sglangError } from './sglang-error.ts';
import { sglangPlan } from './sglang-plan.ts';
import { sglangUsage } from './sglang-usage.ts';

/**
 * `POST /v1/completions`
 *
 * python/sglang/srt/entrypoints/openai/protocol.py, CompletionRequest, and serving_completions.py
 */
export async function sglangCompletions(world: DialectWorld, exchange: Exchange): Promise<Answer> {
  const { model, behaviour, name } = world;
  const fields = new Fields(exchange.body, invalidField);
  const prompt = readPrompt(world, fields, 'prompt');
  const maxTokens = fields.integer('max_tokens') ?? 16;
  // protocol.py, validate_max_tokens_positive
  if (maxTokens <= 0) throw invalidField('max_tokens must be positive', 'max_tokens');
  const logprobs = fields.integer('logprobs');
  const plan = sglangPlan(world, fields, exchange, prompt, {
    maxTokens,
    minTokens: fields.integer('min_tokens') ?? 0,
    logprobs,
    processor: fields.has('custom_logit_processor'),
  });
  const wantsTokens = behaviour.returnsTokens && fields.flag('return_token_ids') === true;
  return completionAnswer(
    {
      id: newId('cmpl-'),
      model: fields.text('model') ?? name,
      extras: {},
      ...(wantsTokens && {
        tokens: (tokens: readonly number[], first: boolean) => ({
          token_ids: tokens,
          ...(first && { prompt_token_ids: prompt }),
        }),
      }),
      finish: ({ reason, matched }) => ({
        finish_reason: reason,
        matched_stop: matched ?? (reason === 'stop' ? model.turnEnd : null),
      }),
      unfinished: { finish_reason: null, matched_stop: null },
      mergesFinish: true,
      usage: behaviour.usage ? (end) => sglangUsage(end, behaviour) : undefined,
      usageIn: behaviour.usage && fields.object('stream_options')?.include_usage === true ? 'own chunk' : 'nowhere',
      logprobs: logprobs !== undefined && behaviour.logprobs,
    },
    fields.flag('stream') ?? false,
    counting(run(model, plan), exchange.count),
  );
}

/** A prompt as text or as token ids. */
export function readPrompt({ model, behaviour }: DialectWorld, fields: Fields, field: string): readonly number[] {
  const given = fields.any(field);
  if (typeof given === 'string' && given !== '') return model.encode(given);
  const ids = typeof given === 'string' ? [] : (fields.integers(field) ?? []);
  // serving_completions.py, _validate_request
  if (ids.length === 0) throw sglangError(400, 'Prompt cannot be empty', 'BadRequestError');
  if (!behaviour.tokenPrompts) throw invalidField('Input should be a valid string', field);
  if (ids.some((id) => id < 0 || id >= model.vocabulary.size)) {
    throw sglangError(400, `The input_ids ${ids} contains values greater than the vocab size.`, 'BadRequestError');
  }
  return ids;
}
