import { z } from 'zod';
import type { ContentPart, Message } from '../../core/message.ts';
import { validate } from '../../core/validate.ts';
import type { Grammar } from '../../engine/generation.ts';
import { choiceWarnings, chosenTools } from './choose-tools.ts';
import { fieldSchemas as field } from './field-schemas.ts';
import { ignoredFields } from './ignored-fields.ts';
import { joinedParts } from './joined-parts.ts';
import { knownFields } from './known-fields.ts';
import type { ReadContext } from './read-context.ts';
import { readDisplay } from './read-display.ts';
import { readMedia } from './read-media.ts';
import { readSampling } from './read-sampling.ts';
import { readSeed } from './read-seed.ts';
import { readStop } from './read-stop.ts';
import { RequestError } from './request-error.ts';
import type { ServerRequest } from './server-request.ts';
import { splitModel } from './split-model.ts';
import { toolFrom } from './tool-from.ts';

const text = 'must be a text';
const content = 'must be a text, or a list of parts';

const part = z.looseObject({
  type: z.string(text),
  text: z.string(text).nullish(),
  image_url: z.union([z.string(), z.looseObject({ url: z.string(text) })], 'must be an object with a url').nullish(),
  input_audio: z.looseObject({ data: z.string(text), format: z.string(text) }).nullish(),
});

const call = z.looseObject({
  id: z.string(text).nullish(),
  function: z.looseObject({ name: z.string(text), arguments: z.string(text).nullish() }),
});

const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(content), z.array(part, content)], content).nullish(),
  reasoning: z.string(text).nullish(),
  reasoning_content: z.string(text).nullish(),
  tool_calls: z.array(call).nullish(),
  tool_call_id: z.string(text).nullish(),
  name: z.string(text).nullish(),
});

const tool = z.looseObject({
  type: z.literal('function').nullish(),
  function: z.looseObject({
    name: z.string(text),
    description: z.string(text).nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
  }),
});

const responseFormat = z.looseObject({
  type: z.enum(['text', 'json_object', 'json_schema']),
  json_schema: z.looseObject({ schema: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});

const schema = z.looseObject({
  model: field.model,
  messages: z.array(message, 'must be a list of messages').min(1, 'must be a list of at least one message'),
  tools: z.array(tool, 'must be a list of tools').nullish(),
  tool_choice: z.unknown().optional(),
  response_format: responseFormat.nullish(),
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
  logprobs: field.flag,
  top_logprobs: field.alternatives,
  stop: field.stop,
  max_tokens: field.tokens,
  max_completion_tokens: field.tokens,
  include_reasoning: field.flag,
  reasoning_format: z.enum(['none', 'auto', 'deepseek', 'deepseek-legacy']).nullish(),
  keep_thinking: field.flag,
});

type ChatBody = z.output<typeof schema>;

/** What a body of `POST /v1/chat/completions` may hold besides its budget. */
export const chatBody: z.ZodType = schema;

const known = knownFields(schema);

/**
 * A body of `POST /v1/chat/completions`.
 *
 * @throws E_REQUEST_INVALID naming the field
 */
export function readChat(body: Readonly<Record<string, unknown>>, { served }: ReadContext): ServerRequest {
  const chat = validate(schema, body, 'body', 'E_REQUEST_INVALID');
  const total = chat.max_completion_tokens ?? chat.max_tokens;
  const named = splitModel(chat.model ?? undefined, served);
  return {
    api: 'chat',
    ...named,
    conversations: [chat.messages.map(messageOf)],
    n: chat.n ?? 1,
    tools: chosenTools(
      (chat.tools ?? []).map(({ function: tool }) => toolFrom(tool)),
      chat.tool_choice,
    ),
    responseFormat: formatOf(chat.response_format),
    sampling: readSampling(chat),
    seed: readSeed(chat.seed),
    stop: readStop(chat.stop),
    total:
      total == null
        ? undefined
        : { tokens: total, field: chat.max_completion_tokens == null ? 'max_tokens' : 'max_completion_tokens' },
    logprobs: chat.logprobs === true ? (chat.top_logprobs ?? 0) : undefined,
    strategy: body.strategy ?? named.strategy,
    keepThinking: chat.keep_thinking ?? false,
    display: readDisplay(body),
    stream: chat.stream ?? false,
    usageChunk: chat.stream_options?.include_usage ?? false,
    warnings: [...ignoredFields(body, known), ...choiceWarnings(chat.tool_choice)],
  };
}

function messageOf(message: ChatBody['messages'][number], index: number): Message {
  const field = `messages.${index}`;
  const { role, tool_call_id: toolCallId } = message;
  const thinking = message.reasoning_content ?? message.reasoning;
  const calls = message.tool_calls ?? [];
  const content = contentOf(message.content, `${field}.content`);
  if (role === 'user' && content.length === 0) {
    throw new RequestError('E_REQUEST_INVALID', `${field}.content`, `${field}.content is empty.`, {
      hint: 'Send a question with at least one character.',
    });
  }
  return {
    role: role === 'developer' ? 'system' : role === 'function' ? 'tool' : role,
    content,
    ...(thinking == null || role !== 'assistant' ? {} : { thinking }),
    ...(calls.length === 0
      ? {}
      : {
          toolCalls: calls.map(({ id, function: called }, at) => ({
            id: id ?? `call_${index}_${at}`,
            name: called.name,
            arguments: called.arguments ?? '{}',
          })),
        }),
    ...(toolCallId == null ? {} : { toolCallId }),
  };
}

type Part = Exclude<NonNullable<ChatBody['messages'][number]['content']>, string>[number];

function contentOf(content: ChatBody['messages'][number]['content'], field: string): Message['content'] {
  if (content == null || typeof content === 'string') return content ?? '';
  return joinedParts(content.map((part, at) => partOf(part, `${field}.${at}`)));
}

function partOf(part: Part, field: string): ContentPart {
  if (part.type === 'text' || part.type === 'refusal') return { type: 'text', text: part.text ?? '' };
  if (part.type === 'image_url' && part.image_url != null) {
    const url = typeof part.image_url === 'string' ? part.image_url : part.image_url.url;
    return readMedia('image', url, `${field}.image_url`, 'image/png');
  }
  if (part.type === 'input_audio' && part.input_audio != null) {
    const { data, format } = part.input_audio;
    return readMedia('audio', `data:audio/${format};base64,${data}`, `${field}.input_audio`, 'audio/wav');
  }
  throw new RequestError(
    'E_REQUEST_INVALID',
    field,
    `${field} is a part of type ${JSON.stringify(part.type.slice(0, 40))}, which is not read here.`,
    {
      hint: 'Send parts of type text, image_url or input_audio.',
    },
  );
}

function formatOf(format: ChatBody['response_format']): Grammar | undefined {
  if (format == null || format.type === 'text') return undefined;
  return { jsonSchema: (format.type === 'json_schema' ? format.json_schema?.schema : undefined) ?? { type: 'object' } };
}
