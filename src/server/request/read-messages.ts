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
import { valueAt } from './value-at.ts';

const text = 'must be a text';
const blocks = 'must be a text, or a list of blocks';

const block = z.looseObject({
  type: z.string(text),
  text: z.string(text).nullish(),
  thinking: z.string(text).nullish(),
  id: z.string(text).nullish(),
  name: z.string(text).nullish(),
  input: z.unknown().optional(),
  tool_use_id: z.string(text).nullish(),
  content: z
    .union(
      [z.string(blocks), z.array(z.looseObject({ type: z.string(text), text: z.string(text).nullish() }), blocks)],
      blocks,
    )
    .nullish(),
  source: z
    .looseObject({
      type: z.string(text),
      media_type: z.string(text).nullish(),
      data: z.string(text).nullish(),
      url: z.string(text).nullish(),
    })
    .nullish(),
});

const schema = z.looseObject({
  model: field.model,
  messages: z
    .array(
      z.looseObject({
        role: z.enum(['user', 'assistant', 'system']),
        content: z.union([z.string(blocks), z.array(block, blocks)], blocks),
      }),
      'must be a list of messages',
    )
    .min(1, 'must be a list of at least one message'),
  system: z.union([z.string(blocks), z.array(z.looseObject({ text: z.string(text) }), blocks)], blocks).nullish(),
  max_tokens: field.tokens,
  stop_sequences: z.array(z.string(text), 'must be a list of texts').max(16, 'must be at most 16 texts').nullish(),
  stream: field.flag,
  temperature: field.temperature,
  top_p: field.topP,
  top_k: field.topK,
  tools: z
    .array(
      z.looseObject({
        name: z.string(text),
        description: z.string(text).nullish(),
        input_schema: z.record(z.string(), z.unknown()).nullish(),
      }),
      'must be a list of tools',
    )
    .nullish(),
  tool_choice: z.looseObject({ type: z.string(text) }).nullish(),
  seed: field.seed,
  keep_thinking: field.flag,
});

type Block = z.output<typeof block>;
type Body = z.output<typeof schema>;

/** What a body of `POST /v1/messages` may hold besides its budget. */
export const messagesBody: z.ZodType = schema;

const known = knownFields(schema);

/**
 * A body of Anthropic's `POST /v1/messages`.
 *
 * As there, thinking is shown to those who ask for it (`thinking`, or any other budget): clients that never heard of it
 * take the first block for the answer.
 *
 * @throws E_REQUEST_INVALID naming the field; E_BUDGET_CONFLICT where `thinking.budget_tokens` leaves `max_tokens`
 * nothing for an answer
 */
export function readMessages(body: Readonly<Record<string, unknown>>, context: ReadContext): ServerRequest {
  const messages = validate(schema, body, 'body', 'E_REQUEST_INVALID');
  const named = splitModel(messages.model ?? undefined, context.served);
  const { max_tokens: total } = messages;
  checkBudget(body, total);
  const shown =
    context.budgetHeader ||
    named.suffix !== undefined ||
    named.strategy !== undefined ||
    ['thinking', 'output_config', 'budget', 'strategy', 'reasoning', 'reasoning_effort'].some(
      (name) => valueAt(body, name) !== undefined,
    );
  return {
    api: 'messages',
    ...named,
    conversations: [[...systemOf(messages.system), ...messages.messages.flatMap(turnsOf)]],
    n: 1,
    tools: chosenTools(
      (messages.tools ?? []).map((tool) => toolFrom({ ...tool, parameters: tool.input_schema })),
      messages.tool_choice,
    ),
    responseFormat: undefined,
    sampling: readSampling(messages),
    seed: readSeed(messages.seed),
    stop: readStop(messages.stop_sequences),
    total: total == null ? undefined : { tokens: total, field: 'max_tokens' },
    logprobs: undefined,
    strategy: body.strategy ?? named.strategy,
    keepThinking: messages.keep_thinking ?? false,
    display: shown ? readDisplay(body) : 'hidden',
    stream: messages.stream ?? false,
    usageChunk: true,
    warnings: [...ignoredFields(body, known), ...choiceWarnings(messages.tool_choice)],
  };
}

/** As Anthropic documents it: the budget is a part of `max_tokens` and smaller. */
function checkBudget(body: unknown, total: number | null | undefined): void {
  const budget = valueAt(body, 'thinking.budget_tokens');
  if (typeof budget !== 'number' || total == null || budget < total) return;
  throw new RequestError(
    'E_BUDGET_CONFLICT',
    'thinking.budget_tokens',
    `thinking.budget_tokens (${budget}) leaves nothing of max_tokens (${total}) for an answer.`,
    { hint: 'Make max_tokens larger than thinking.budget_tokens.' },
  );
}

function systemOf(system: Body['system']): Message[] {
  if (system == null || system.length === 0) return [];
  const content = typeof system === 'string' ? system : system.map((part) => part.text).join('\n');
  return [{ role: 'system', content }];
}

/** The turns a message stands for: results of tools are turns of their own, in front of what else it says. */
function turnsOf({ role, content }: Body['messages'][number], index: number): Message[] {
  const path = `messages.${index}.content`;
  if (typeof content === 'string') return [{ role, content }];
  const results = content.filter(({ type }) => type === 'tool_result').map(resultOf);
  const calls = content.filter(({ type }) => type === 'tool_use').map(callOf);
  const thinking = content.flatMap((part) => (part.type === 'thinking' ? [part.thinking ?? ''] : [])).join('');
  const parts = content.flatMap((part, at): ContentPart[] => partOf(part, `${path}.${at}`));
  if (parts.length === 0 && calls.length === 0 && results.length > 0) return results;
  return [
    ...results,
    {
      role,
      content: joinedParts(parts),
      ...(thinking === '' || role !== 'assistant' ? {} : { thinking }),
      ...(calls.length === 0 ? {} : { toolCalls: calls }),
    },
  ];
}

function partOf(part: Block, path: string): ContentPart[] {
  switch (part.type) {
    case 'text':
      return [{ type: 'text', text: part.text ?? '' }];
    case 'tool_use':
    case 'tool_result':
    case 'thinking':
    case 'redacted_thinking':
      return [];
    case 'image':
      return [readMedia('image', imageUrl(part.source), `${path}.source`, part.source?.media_type ?? 'image/png')];
    default:
      throw new RequestError(
        'E_REQUEST_INVALID',
        path,
        `${path} is a block of type ${JSON.stringify(part.type.slice(0, 40))}, which is not read here.`,
        { hint: 'Send blocks of type text, image, thinking, tool_use or tool_result.' },
      );
  }
}

function imageUrl(source: Block['source']): string {
  if (source?.type === 'url') return source.url ?? '';
  return `data:${source?.media_type ?? 'image/png'};base64,${source?.data ?? ''}`;
}

function callOf({ id, name, input }: Block): NonNullable<Message['toolCalls']>[number] {
  return { id: id ?? '', name: name ?? '', arguments: JSON.stringify(input ?? {}) };
}

function resultOf({ tool_use_id: id, content }: Block): Message {
  const texts = typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('\n');
  return { role: 'tool', content: texts, ...(id == null ? {} : { toolCallId: id }) };
}
