import { chatDialectOf } from '../../adapter/http/chat/chat-dialect-of.ts';
import type { HttpEngine } from '../../adapter/http/http-engine.ts';
import type { JsonObject } from '../../adapter/http/json-value.ts';
import { ProbeContext } from '../../adapter/http/probe/probe-context.ts';
import { say } from '../../adapter/http/probe/say.ts';
import { ServerTokenizer } from '../../adapter/http/server-tokenizer.ts';
import { readTurn, type Turn } from './read-turn.ts';

/** Asks a server one question in raw requests, with whatever fields. */
export interface TurnAsker {
  readonly question: string;
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
    encode,
    async ask({ fields = {}, maxTokens, begun, inContent = false }) {
      const events = await say(context, dialect, { maxTokens, fields, ...(begun && { begun }) });
      if (typeof events === 'string') return refusalIn(events);
      return readTurn(events, { format: model.thinking, count, inContent });
    },
  };
}

/** The status and the words of the server, without the address that stands above the table anyway. */
function refusalIn(message: string): string {
  const at = message.indexOf(' answered ');
  return at === -1 ? message : message.slice(at + ' answered '.length);
}
