import { z } from 'zod';
import { validate } from '../../core/validate.ts';
import { fieldSchemas as field } from './field-schemas.ts';
import { ignoredFields } from './ignored-fields.ts';
import { knownFields } from './known-fields.ts';
import type { ReadContext } from './read-context.ts';
import { readDisplay } from './read-display.ts';
import { readSampling } from './read-sampling.ts';
import { readSeed } from './read-seed.ts';
import { readStop } from './read-stop.ts';
import { RequestError } from './request-error.ts';
import type { ServerRequest } from './server-request.ts';
import { splitModel } from './split-model.ts';

const prompt = 'must be a text, or a list of texts';
/** Most prompts of one request. */
const mostPrompts = 128;

const schema = z.looseObject({
  model: field.model,
  prompt: z.union(
    [
      z.string(prompt),
      z.array(z.string(prompt), prompt).min(1, prompt).max(mostPrompts, `must be at most ${mostPrompts} texts`),
    ],
    prompt,
  ),
  stream: field.flag,
  stream_options: z.looseObject({ include_usage: field.flag }).nullish(),
  n: field.n,
  temperature: field.temperature,
  top_p: field.topP,
  top_k: field.topK,
  min_p: field.minP,
  frequency_penalty: field.penalty,
  presence_penalty: field.penalty,
  logit_bias: field.bias,
  seed: field.seed,
  logprobs: field.alternatives,
  stop: field.stop,
  max_tokens: field.tokens,
});

/** What a body of `POST /v1/completions` may hold besides its budget. */
export const completionBody: z.ZodType = schema;

const known = knownFields(schema);

/**
 * A body of `POST /v1/completions`. Each prompt is a question of its own: the server puts it into the chat template,
 * opens the thinking and gives what comes behind it, as a raw continuation would bypass every budget.
 *
 * @throws E_REQUEST_INVALID naming the field
 */
export function readCompletion(body: Readonly<Record<string, unknown>>, { served }: ReadContext): ServerRequest {
  const completion = validate(schema, body, 'body', 'E_REQUEST_INVALID');
  const total = completion.max_tokens;
  const named = splitModel(completion.model ?? undefined, served);
  return {
    api: 'completions',
    ...named,
    conversations: [completion.prompt].flat().map((text) => {
      if (text !== '') return [{ role: 'user', content: text }];
      throw new RequestError('E_REQUEST_INVALID', 'prompt', 'prompt is empty.', {
        hint: 'Send a question with at least one character.',
      });
    }),
    n: completion.n ?? 1,
    tools: [],
    responseFormat: undefined,
    sampling: readSampling(completion),
    seed: readSeed(completion.seed),
    stop: readStop(completion.stop),
    total: total == null ? undefined : { tokens: total, field: 'max_tokens' },
    logprobs: completion.logprobs ?? undefined,
    strategy: body.strategy ?? named.strategy,
    keepThinking: false,
    display: readDisplay(body),
    stream: completion.stream ?? false,
    usageChunk: completion.stream_options?.include_usage ?? false,
    warnings: ignoredFields(body, known),
  };
}
