import { type ChatEvent, readChatEvent } from '../chat-event.ts';
import { type ChatServer, chatRequest } from '../chat-request.ts';
import type { JsonObject } from '../json-value.ts';
import { isRefusal, type ProbeContext } from './probe-context.ts';

/** What a server answers to the question, behind a begun answer or not; a text where it refuses. */
export async function say(
  context: ProbeContext,
  server: ChatServer,
  options: { readonly maxTokens: number; readonly begun?: JsonObject; readonly fields?: JsonObject },
): Promise<readonly ChatEvent[] | string> {
  const { maxTokens, begun, fields } = options;
  const user = { role: 'user', content: context.question };
  const body = {
    ...chatRequest(server, {
      messages: begun === undefined ? [user] : [user, begun],
      maxTokens,
      sampling: { temperature: 0 },
      seed: 1,
    }),
    ...fields,
  };
  const answer = await context.stream(
    { path: 'chat/completions', body },
    (event) => readChatEvent(event).end !== undefined,
  );
  return isRefusal(answer) ? answer.refusal : answer.value.map(readChatEvent);
}
