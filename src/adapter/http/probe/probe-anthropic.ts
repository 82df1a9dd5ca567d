import { anthropicChat } from '../chat/anthropic-chat.ts';
import type { ChatEvent } from '../chat/chat-event.ts';
import { assumed, type Fact, observed } from '../fact.ts';
import type { HttpClient } from '../http-client.ts';
import type { JsonObject } from '../json-value.ts';
import { type OwnMaximumField, ownMaximum } from '../own-bounds.ts';
import type { ServerFacts } from '../server-facts.ts';
import { withToldFacts } from '../told-facts.ts';
import { cacheCountersIn } from './cache-counters-in.ts';
import { contextOf } from './context-of.ts';
import { messagesOnly } from './messages-only.ts';
import { ProbeContext } from './probe-context.ts';
import type { ProbeHints } from './probe-hints.ts';
import { type ModelList, unknownModel } from './read-models.ts';
import { say } from './say.ts';
import { thoughtTokens } from './thought-tokens.ts';
import { tryEffort } from './try-effort.ts';

/** Most tokens of an answer that is only looked at. */
const mostTokens = 512;
/** The least bound that Anthropic takes: https://platform.claude.com/docs/en/build-with-claude/extended-thinking */
const leastBound = 1024;
/** Servers that hold a maximum write its end over it. */
const tolerance = 3;

/**
 * Finds out what a server of the Messages API can do with one model: whether it takes a bound or an effort, shows its
 * thinking, and continues a begun answer.
 *
 * @throws E_MODEL_UNKNOWN where it does not answer
 */
export async function probeAnthropic(client: HttpClient, models: ModelList, hints: ProbeHints): Promise<ServerFacts> {
  const context = new ProbeContext(client, hints.signal, hints.question);
  const mostOutput = models.mostOutput?.value;
  const dialect = anthropicChat({ model: models.model.value, mostOutput });
  const ask = (fields: JsonObject): Promise<readonly ChatEvent[] | string> =>
    say(context, dialect, { maxTokens: mostTokens, fields });
  const natural = await say(context, dialect, { maxTokens: 24 });
  if (typeof natural === 'string') throw unknownModel(models.model.value, models.names, natural);
  const maximum = await tryMaximum(ask);
  const effort = await tryEffort(context, dialect, hints, ['output_config.effort']);
  const begun = await say(context, dialect, {
    maxTokens: 8,
    begun: { role: 'assistant', content: 'One two three' },
  });
  const thinking = [
    maximum.thinking,
    await ask({ thinking: { type: 'adaptive', display: 'summarized' } }),
    natural,
  ].find((events) => typeof events !== 'string' && thoughtTokens(events) > 0);
  const shown = Array.isArray(thinking) && thinking.some((event: ChatEvent) => event.reasoning !== '');
  const facts: ServerFacts = {
    ...messagesOnly('the Messages API'),
    api: assumed('anthropic', ''),
    model: models.model,
    contextSize: contextOf(hints, [models.contextSize]),
    mostOutput: models.mostOutput ?? assumed(undefined, 'the server does not say'),
    slots: assumed(undefined, 'the server does not say'),
    images: models.images ?? assumed(true, 'the server does not say'),
    cacheCounters: cacheCountersIn(natural),
    chat: observed(true, 'POST /messages answered'),
    reasoningField: observed(
      shown ? 'thinking' : undefined,
      shown ? 'the answer had thinking' : 'no thinking was shown',
    ),
    hiddenThinking: observed(
      thinking !== undefined && !shown,
      thinking === undefined ? 'no thinking was counted' : `${shown ? 'shown, and ' : ''}counted in the usage`,
    ),
    chatContinuation: observed(
      undefined,
      typeof begun === 'string' ? `a begun answer: ${begun}` : 'a begun answer is taken, but no begun thinking',
    ),
    ownMaximum: maximum.fact,
    ownEffort: effort,
  };
  return withToldFacts(facts, hints.told);
}

/**
 * Whether a bound is read: it must shorten the thinking or, where it is below the least that a host takes, be refused
 * while a larger one is taken.
 */
async function tryMaximum(ask: (fields: JsonObject) => Promise<readonly ChatEvent[] | string>): Promise<{
  readonly fact: Fact<OwnMaximumField | undefined>;
  readonly thinking: readonly ChatEvent[] | string;
}> {
  const field = 'thinking.budget_tokens';
  const large = await ask(ownMaximum(field, leastBound));
  if (typeof large === 'string') return { fact: observed(undefined, `${field}: ${large}`), thinking: large };
  const thought = thoughtTokens(large);
  const asked = Math.max(1, Math.floor(thought / 3));
  const small = await ask(ownMaximum(field, asked));
  if (typeof small === 'string') {
    return { fact: observed(field, `${field}: ${leastBound} was taken, and ${asked} refused`), thinking: large };
  }
  const happened = thoughtTokens(small);
  const how = `${field}: asked for ${asked} tokens of thinking instead of ${thought}, and it took ${happened}`;
  const held = thought > asked + tolerance && happened <= asked + tolerance;
  return { fact: observed(held ? field : undefined, how), thinking: large };
}
