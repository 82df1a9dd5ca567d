import { z } from 'zod';
import type { ContentPart, Message } from '../../core/message.ts';
import { validate } from '../../core/validate.ts';
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
const input = 'must be a text, or a list of items';
const parts = 'must be a text, or a list of parts';

const part = z.looseObject({
  type: z.string(text),
  text: z.string(text).nullish(),
  image_url: z.string(text).nullish(),
});

const item = z.looseObject({
  type: z.string(text).nullish(),
  role: z.enum(['system', 'developer', 'user', 'assistant']).nullish(),
  content: z.union([z.string(parts), z.array(part, parts)], parts).nullish(),
  summary: z.array(part, 'must be a list of parts').nullish(),
  call_id: z.string(text).nullish(),
  name: z.string(text).nullish(),
  arguments: z.string(text).nullish(),
  output: z.union([z.string(parts), z.array(part, parts)], parts).nullish(),
});

const schema = z.looseObject({
  model: field.model,
  input: z.union([z.string(input), z.array(item, input).min(1, input)], input),
  instructions: z.string(text).nullish(),
  max_output_tokens: field.tokens,
  stream: field.flag,
  temperature: field.temperature,
  top_p: field.topP,
  seed: field.seed,
  stop: field.stop,
  tools: z
    .array(
      z.looseObject({
        type: z.string(text),
        name: z.string(text).nullish(),
        description: z.string(text).nullish(),
        parameters: z.record(z.string(), z.unknown()).nullish(),
      }),
      'must be a list of tools',
    )
    .nullish(),
  tool_choice: z.unknown().optional(),
  parallel_tool_calls: field.flag,
  text: z
    .looseObject({
      format: z
        .looseObject({
          type: z.enum(['text', 'json_object', 'json_schema']),
          schema: z.record(z.string(), z.unknown()).nullish(),
        })
        .nullish(),
    })
    .nullish(),
  previous_response_id: z.string(text).nullish(),
  conversation: z.unknown().optional(),
  background: field.flag,
  include: z.array(z.string(text)).nullish(),
  truncation: z.string(text).nullish(),
  keep_thinking: field.flag,
});

type Body = z.output<typeof schema>;
type Item = z.output<typeof item>;

/** What a body of `POST /v1/responses` may hold besides its budget. */
export const responsesBody: z.ZodType = schema;

const known = knownFields(schema);

/**
 * A body of `POST /v1/responses`. The server keeps nothing between requests, so a conversation comes whole in `input`.
 *
 * @throws E_REQUEST_INVALID naming the field
 */
export function readResponses(body: Readonly<Record<string, unknown>>, { served }: ReadContext): ServerRequest {
  const responses = validate(schema, body, 'body', 'E_REQUEST_INVALID');
  refuseState(responses);
  const { instructions, max_output_tokens: total } = responses;
  const format = responses.text?.format;
  const named = splitModel(responses.model ?? undefined, served);
  return {
    api: 'responses',
    ...named,
    conversations: [
      [
        ...(instructions == null || instructions === '' ? [] : [{ role: 'system' as const, content: instructions }]),
        ...turnsOf(responses.input),
      ],
    ],
    n: 1,
    tools: chosenTools((responses.tools ?? []).map(toolOf), responses.tool_choice),
    responseFormat:
      format == null || format.type === 'text' ? undefined : { jsonSchema: format.schema ?? { type: 'object' } },
    sampling: readSampling(responses),
    seed: readSeed(responses.seed),
    stop: readStop(responses.stop),
    total: total == null ? undefined : { tokens: total, field: 'max_output_tokens' },
    logprobs: undefined,
    strategy: body.strategy ?? named.strategy,
    keepThinking: responses.keep_thinking ?? false,
    display: readDisplay(body),
    stream: responses.stream ?? false,
    usageChunk: true,
    warnings: [...ignoredFields(body, known), ...choiceWarnings(responses.tool_choice)],
  };
}

/** What asks the server to remember something, which would silently be a conversation without its beginning. */
function refuseState(body: Body): void {
  for (const name of ['previous_response_id', 'conversation', 'background'] as const) {
    const value = body[name];
    if (value === undefined || value === null || value === false) continue;
    throw new RequestError('E_REQUEST_INVALID', name, `${name} cannot be used here: the server keeps no responses.`, {
      hint: `Leave ${name} out and send the whole conversation as input.`,
    });
  }
}

function turnsOf(given: Body['input']): Message[] {
  if (typeof given === 'string') {
    if (given !== '') return [{ role: 'user', content: given }];
    throw new RequestError('E_REQUEST_INVALID', 'input', 'input is empty.', {
      hint: 'Send a question with at least one character.',
    });
  }
  const turns: Message[] = [];
  let thinking = '';
  given.forEach((entry, index) => {
    const path = `input.${index}`;
    const type = entry.type ?? 'message';
    switch (type) {
      case 'message':
        turns.push({
          ...messageOf(entry, path),
          ...(entry.role === 'assistant' && thinking !== '' ? { thinking } : {}),
        });
        thinking = '';
        break;
      case 'reasoning':
        thinking = textOf(entry.content ?? entry.summary);
        break;
      case 'function_call':
        addCall(turns, entry, thinking);
        thinking = '';
        break;
      case 'function_call_output':
        turns.push({
          role: 'tool',
          content: textOf(entry.output),
          ...(entry.call_id == null ? {} : { toolCallId: entry.call_id }),
        });
        break;
      default:
        throw new RequestError(
          'E_REQUEST_INVALID',
          path,
          `${path} is of type ${JSON.stringify(type.slice(0, 40))}, which is not read here.`,
          {
            hint: 'Send items of type message, reasoning, function_call or function_call_output.',
          },
        );
    }
  });
  return turns;
}

/** Calls of one turn come as items of their own. */
function addCall(turns: Message[], { call_id: id, name, arguments: text }: Item, thinking: string): void {
  const call = { id: id ?? '', name: name ?? '', arguments: text ?? '{}' };
  const last = turns.at(-1);
  if (last?.role === 'assistant') turns[turns.length - 1] = { ...last, toolCalls: [...(last.toolCalls ?? []), call] };
  else turns.push({ role: 'assistant', content: '', toolCalls: [call], ...(thinking === '' ? {} : { thinking }) });
}

function messageOf({ role, content }: Item, path: string): Message {
  const speaker = role === 'developer' ? 'system' : (role ?? 'user');
  if (content == null || typeof content === 'string') return { role: speaker, content: content ?? '' };
  return { role: speaker, content: joinedParts(content.map((each, at) => partOf(each, `${path}.content.${at}`))) };
}

function partOf({ type, text: said, image_url: url }: z.output<typeof part>, path: string): ContentPart {
  if (type === 'input_text' || type === 'output_text' || type === 'text') return { type: 'text', text: said ?? '' };
  if (type === 'input_image') return readMedia('image', url ?? '', `${path}.image_url`, 'image/png');
  throw new RequestError(
    'E_REQUEST_INVALID',
    path,
    `${path} is a part of type ${JSON.stringify(type.slice(0, 40))}, which is not read here.`,
    {
      hint: 'Send parts of type input_text, output_text or input_image.',
    },
  );
}

function textOf(content: Item['content']): string {
  if (content == null || typeof content === 'string') return content ?? '';
  return content.map((each) => each.text ?? '').join('\n');
}

function toolOf(tool: NonNullable<Body['tools']>[number], index: number): ServerRequest['tools'][number] {
  if (tool.type !== 'function' || tool.name == null) {
    throw new RequestError(
      'E_REQUEST_INVALID',
      `tools.${index}`,
      `tools.${index} is of type ${JSON.stringify(tool.type.slice(0, 40))}, which this server does not have.`,
      {
        hint: 'Send tools of type function.',
      },
    );
  }
  return toolFrom({ ...tool, name: tool.name });
}
