import { completionsTextDialect } from '../completions-text-dialect.ts';
import { type Fact, observed } from '../fact.ts';
import { type Json, listOf, numberOf, objectOf, textOf } from '../json-value.ts';
import type { FieldSet } from '../server-facts.ts';
import { cacheCountersIn } from './cache-counters-in.ts';
import { isRefusal, type ProbeContext } from './probe-context.ts';

export interface TextContinuationFacts {
  readonly textContinuation: Fact<boolean>;
  readonly fields: Fact<FieldSet>;
  readonly tellsStop: Fact<boolean>;
  readonly cacheCounters: Fact<boolean>;
}

const prompt = '1 2 3 4 5 6 7';
/** A raw prompt of 13 characters cannot have more tokens; one rendered by a chat template has. */
const mostTokens = 16;

/** Sends a text to be continued, with as many fields as the server takes. */
export async function tryTextContinuation(
  context: ProbeContext,
  model: string,
  isLlama: boolean,
): Promise<TextContinuationFacts> {
  const kinds: readonly FieldSet[] = isLlama ? ['llama', 'plain'] : ['extended', 'plain'];
  const refusals: string[] = [];
  for (const fields of kinds) {
    const dialect = completionsTextDialect({ model, fields, tellsStop: true });
    const body = dialect.body({
      prompt,
      maxTokens: 2,
      stops: [],
      visible: [],
      options: { channel: 'answer', maxTokens: 2, stop: [], sampling: { temperature: 0 } },
      seed: 1,
      slot: -1,
    });
    const answer = await context.stream({ path: dialect.path, body }, (json) => {
      const event = dialect.read(json);
      return { json, event, end: event?.end };
    });
    if (isRefusal(answer)) {
      refusals.push(answer.refusal);
      continue;
    }
    const choices = answer.value.map(({ json }) => objectOf(listOf(objectOf(json).choices)[0]));
    if (!choices.some((choice) => textOf(choice.text) !== undefined)) {
      refusals.push('no text came back');
      continue;
    }
    const prompted = promptTokens(answer.value.map(({ json }) => json));
    if (prompted !== undefined && prompted > mostTokens) {
      refusals.push(`counted ${prompted} tokens for ${prompt.length} characters, so it puts a template around them`);
      continue;
    }
    return {
      textContinuation: observed(true, 'POST /completions continued a text'),
      fields: observed(fields, `POST /completions took its fields`),
      tellsStop: observed(
        choices.some((choice) => 'stop_reason' in choice),
        'looked for `stop_reason` in the answer',
      ),
      cacheCounters: cacheCountersIn(answer.value.map(({ event }) => event)),
    };
  }
  const how = `POST /completions: ${refusals.join('; ')}`;
  return {
    textContinuation: observed(false, how),
    fields: observed(isLlama ? 'llama' : 'plain', how),
    tellsStop: observed(false, how),
    cacheCounters: observed(false, how),
  };
}

/** Tokens of a prompt by the server's own count, from the last event that has one. */
function promptTokens(events: readonly Json[]): number | undefined {
  const data = events.map(objectOf).findLast((event) => numberOf(objectOf(event.usage).prompt_tokens) !== undefined);
  return data === undefined ? undefined : numberOf(objectOf(data.usage).prompt_tokens);
}
