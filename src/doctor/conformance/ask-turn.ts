import { chatDialectOf } from '../../adapter/http/chat/chat-dialect-of.ts';
import type { HttpEngine } from '../../adapter/http/http-engine.ts';
import type { JsonObject } from '../../adapter/http/json-value.ts';
import { ownMaximum } from '../../adapter/http/own-bounds.ts';
import { usualEffort } from '../../adapter/http/own-effort.ts';
import { ProbeContext } from '../../adapter/http/probe/probe-context.ts';
import { say } from '../../adapter/http/probe/say.ts';
import { ServerTokenizer } from '../../adapter/http/server-tokenizer.ts';
import { readTurn, type Turn } from './read-turn.ts';

/** Asks a server one question in raw requests, with whatever fields. */
export interface TurnAsker {
  readonly question: string;
  /** Fields without which it does not think, or does not show it; the first that are taken count. */
  readonly usual: readonly JsonObject[];
  /** An answer, or the words of a refusal. */
  ask(options: {
    readonly fields?: JsonObject;
    readonly maxTokens: number;
    readonly begun?: JsonObject;
    readonly inContent?: boolean;
  }): Promise<Turn | string>;
  /** The ids of a text; undefined where the server has no tokenizer. */
  encode(text: string): Promise<readonly number[] | undefined>;
}

/** Nothing of mull stands between these requests and the server but its connection. */
export function turnAsker(
  { client, facts, model }: Pick<HttpEngine, 'client' | 'facts' | 'model'>,
  question: string,
  signal: AbortSignal,
): TurnAsker {
  const context = new ProbeContext(client, signal, question);
  const dialect = chatDialectOf(facts);
  const form = facts.tokenizer.value;
  const tokenizer = form === undefined ? undefined : new ServerTokenizer(client, form, facts.model.value);
  const encode = async (text: string): Promise<readonly number[] | undefined> => tokenizer?.encode(text, true, signal);
  const count = async (text: string): Promise<number | undefined> => (await encode(text))?.length;
  return {
    question,
    usual: facts.api.value === 'anthropic' ? thinkingOfClaude : [{}],
    encode,
    async ask({ fields = {}, maxTokens, begun, inContent = false }) {
      const events = await say(context, dialect, { maxTokens, fields, ...(begun && { begun }) });
      if (typeof events === 'string') return refusalIn(events);
      return readTurn(events, { format: model.thinking, count, inContent });
    },
  };
}

/**
 * Claude thinks when it is asked to: until 4.6 within a bound, which is made large here, and later as it sees fit.
 *
 * https://platform.claude.com/docs/en/build-with-claude/extended-thinking
 */
const thinkingOfClaude: readonly JsonObject[] = [
  ownMaximum('thinking.budget_tokens', 4096),
  usualEffort('output_config.effort'),
  {},
];

/** The status and the words of the server, without the address that stands above the table anyway. */
function refusalIn(message: string): string {
  const at = message.indexOf(' answered ');
  return at === -1 ? message : message.slice(at + ' answered '.length);
}
