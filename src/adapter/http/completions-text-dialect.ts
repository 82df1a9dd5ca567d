import { usageOf } from './completions-dialect.ts';
import { type Json, type JsonObject, listOf, numberOf, objectOf, textOf } from './json-value.ts';
import { samplingFields } from './sampling-fields.ts';
import type { FieldSet } from './server-facts.ts';
import type { TextEvent } from './text-reader.ts';
import type { TextDialect, TextRequest } from './text-way.ts';

/** `/v1/completions` with a text as prompt, as OpenAI defined it and nearly every server has it. */
export function completionsTextDialect(server: {
  readonly model: string;
  readonly fields: FieldSet;
  readonly tellsStop: boolean;
}): TextDialect {
  return {
    path: 'completions',
    tellsStop: server.tellsStop,
    read: readTextEvent,
    body: (request) => ({
      model: server.model,
      prompt: request.prompt,
      stream: true,
      max_tokens: request.maxTokens,
      ...(request.stops.length === 0 ? {} : { stop: request.stops }),
      ...streamFields(server.fields),
      ...samplingFields(server.fields, request.options.sampling, request.seed),
      ...controlFields(server.fields, request),
    }),
  };
}

/** Counters with every event where the server can, else at the end. */
export function streamFields(fields: FieldSet): JsonObject {
  if (fields === 'llama') return { stream_options: { include_usage: true }, timings_per_token: true };
  const along = fields === 'extended' ? { continuous_usage_stats: true } : {};
  return { stream_options: { include_usage: true, ...along } };
}

/** What makes control tokens visible, and keeps the server from adding some of its own. */
function controlFields(fields: FieldSet, { visible, slot }: Pick<TextRequest, 'visible' | 'slot'>): JsonObject {
  if (fields === 'llama') return { preserved_tokens: visible, id_slot: slot, cache_prompt: true };
  if (fields === 'plain') return {};
  return { skip_special_tokens: false, spaces_between_special_tokens: false, add_special_tokens: false };
}

function readTextEvent(event: Json): TextEvent | undefined {
  const data = objectOf(event);
  const choice = objectOf(listOf(data.choices)[0]);
  const finish = textOf(choice.finish_reason);
  return {
    text: textOf(choice.text) ?? '',
    ...countersOf(data),
    ...(finish === undefined ? {} : { end: endOf(finish, choice) }),
  };
}

/** Counters of an event, from `timings` of llama-server or from `usage`. */
export function countersOf(data: JsonObject): Pick<TextEvent, 'sampled' | 'cached' | 'evaluated'> {
  const timings = objectOf(data.timings);
  const sampled = numberOf(timings.predicted_n);
  const [cached, evaluated] = [numberOf(timings.cache_n), numberOf(timings.prompt_n)];
  return {
    ...usageOf(data),
    ...(sampled === undefined ? {} : { sampled }),
    ...(cached === undefined || evaluated === undefined ? {} : { cached, evaluated }),
  };
}

function endOf(finish: string, choice: JsonObject): NonNullable<TextEvent['end']> {
  if (finish === 'length') return { reason: 'limit' };
  const { stop_reason: stop } = choice;
  if (typeof stop === 'string') return { reason: 'stop', text: stop };
  return { reason: stop === null || typeof stop === 'number' ? 'turn-end' : 'ended' };
}
