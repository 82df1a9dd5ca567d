import type { ChatDialect } from '../chat/chat-dialect.ts';
import type { ChatEvent } from '../chat/chat-event.ts';
import type { JsonObject } from '../json-value.ts';
import { isRefusal, type ProbeContext } from './probe-context.ts';

/** What a server answers to the question, behind a begun answer or not; a text where it refuses. */
export async function say(
  context: ProbeContext,
  dialect: ChatDialect,
  options: {
    readonly maxTokens: number;
    readonly begun?: JsonObject;
    readonly stops?: readonly string[];
    readonly fields?: JsonObject;
  },
): Promise<readonly ChatEvent[] | string> {
  const { maxTokens, begun, stops = [], fields = {} } = options;
  const user = { role: 'user', content: context.question };
  const body = dialect.body({
    messages: begun === undefined ? [user] : [user, begun],
    maxTokens,
    stops,
    sampling: { temperature: 0 },
    seed: 1,
    fields,
  });
  const answer = await context.stream({ path: dialect.path, body }, dialect.read);
  return isRefusal(answer) ? answer.refusal : answer.value;
}
