import { z } from 'zod';
import { told } from './fact.ts';
import { ownMaximumFields } from './own-bounds.ts';
import { effortFields } from './own-effort.ts';
import type { ServerFacts } from './server-facts.ts';

/** What the user knows better of a server than its probe; null: it has none. */
export type ToldFacts = {
  readonly [Name in Exclude<keyof ServerFacts, 'api' | 'model' | 'turnEnds'>]?:
    | Exclude<ServerFacts[Name]['value'], undefined>
    | (undefined extends ServerFacts[Name]['value'] ? null : never);
};

const yes = z.boolean('must be true or false').optional();
const count = z.int('must be a whole number of at least 1').min(1, 'must be a whole number of at least 1');
const text = z.string('must be a text');

/** Facts as they stand in options, on the command line and in mull.config.json. */
export const toldFactsSchema: z.ZodType<ToldFacts> = z.strictObject({
  contextSize: count.optional(),
  mostOutput: count.nullable().optional(),
  images: yes,
  slots: count.nullable().optional(),
  chatTemplate: text.nullable().optional(),
  bosToken: text.nullable().optional(),
  eosToken: text.nullable().optional(),
  vocabularySize: count.nullable().optional(),
  parameters: count.nullable().optional(),
  fields: z.enum(['llama', 'extended', 'plain']).optional(),
  tokenizer: z.enum(['content', 'prompt']).nullable().optional(),
  addedToText: text.optional(),
  tokenContinuation: z.enum(['llama', 'completions']).nullable().optional(),
  textContinuation: yes,
  controlsInText: yes,
  tellsStop: yes,
  logprobs: yes,
  cacheCounters: yes,
  chat: yes,
  reasoningField: text.nullable().optional(),
  chatContinuation: z
    .strictObject({
      place: z.enum(['reasoning', 'content']),
      sign: z.enum(['continue_final_message', 'prefix', 'none']),
      opened: z.boolean('must be true or false'),
    })
    .nullable()
    .optional(),
  renders: yes,
  hiddenThinking: yes,
  chatLimit: z.enum(['max_tokens', 'max_completion_tokens']).optional(),
  controlsInChat: yes,
  ownMinimum: yes,
  ownMaximum: z.enum(ownMaximumFields).nullable().optional(),
  ownEffort: z
    .strictObject({ field: z.enum(effortFields), none: z.boolean('must be true or false') })
    .nullable()
    .optional(),
}) as z.ZodType<ToldFacts>;

/** The facts, with those in place that the user told. */
export function withToldFacts(facts: ServerFacts, wanted: ToldFacts): ServerFacts {
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return { ...facts, ...Object.fromEntries(given.map(([name, value]) => [name, told(value ?? undefined)])) };
}
