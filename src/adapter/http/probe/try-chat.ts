import type { ThinkingFormat } from '../../../core/thinking-format.ts';
import type { ChatDialect } from '../chat/chat-dialect.ts';
import type { ChatEvent } from '../chat/chat-event.ts';
import { openaiChat } from '../chat/openai-chat.ts';
import type { ChatForm } from '../chat-form.ts';
import { assumed, type Fact, observed } from '../fact.ts';
import type { ChatLimit, FieldSet } from '../server-facts.ts';
import { cacheCountersIn } from './cache-counters-in.ts';
import type { ProbeContext } from './probe-context.ts';
import { say } from './say.ts';
import { tryBegunMessages } from './try-begun-messages.ts';
import { tryRenderedMessages } from './try-rendered-messages.ts';

export interface ChatFacts {
  readonly chat: Fact<boolean>;
  readonly chatLimit: Fact<ChatLimit>;
  readonly cacheCounters: Fact<boolean>;
  readonly reasoningField: Fact<string | undefined>;
  readonly hiddenThinking: Fact<boolean>;
  readonly chatContinuation: Fact<ChatForm | undefined>;
  readonly renders: Fact<boolean>;
}

const wanted = 24;

/** Whether messages are answered, where the thinking comes, and whether a begun answer is continued. */
export async function tryChat(
  context: ProbeContext,
  server: { readonly model: string; readonly fields: FieldSet; readonly format: ThinkingFormat },
): Promise<ChatFacts> {
  const { model, fields, format } = server;
  const refusals: string[] = [];
  for (const limit of ['max_tokens', 'max_completion_tokens'] as const) {
    const dialect = openaiChat({ model, fields, limit });
    const natural = await say(context, dialect, { maxTokens: wanted });
    if (typeof natural === 'string') refusals.push(natural);
    else return chatFacts(context, dialect, natural, { model, limit, format });
  }
  const how = `POST /chat/completions: ${refusals[0]}`;
  return {
    chat: observed(false, how),
    chatLimit: assumed('max_tokens', how),
    cacheCounters: assumed(false, how),
    reasoningField: assumed(undefined, how),
    hiddenThinking: assumed(false, how),
    chatContinuation: assumed(undefined, how),
    renders: assumed(false, how),
  };
}

async function chatFacts(
  context: ProbeContext,
  dialect: ChatDialect,
  natural: readonly ChatEvent[],
  server: { readonly model: string; readonly limit: ChatLimit; readonly format: ThinkingFormat },
): Promise<ChatFacts> {
  const { model, limit, format } = server;
  const field = natural.find((event) => event.reasoningField !== undefined)?.reasoningField;
  const hidden = natural.findLast((event) => event.thought !== undefined)?.thought ?? 0;
  const rendered = await tryRenderedMessages(context, model, format);
  return {
    chat: observed(true, 'POST /chat/completions answered'),
    cacheCounters: cacheCountersIn(natural),
    chatLimit: observed(limit, `POST /chat/completions took ${limit}`),
    reasoningField: observed(
      field,
      field === undefined ? 'the answer had no thinking beside its content' : `the answer had ${field}`,
    ),
    hiddenThinking: observed(
      field === undefined && hidden > 0,
      hidden > 0 ? `the usage counted ${hidden} tokens of thinking` : 'the usage counted no thinking',
    ),
    chatContinuation: rendered ?? (await tryBegunMessages(context, dialect, natural, field, format)),
    renders: observed(rendered !== undefined, 'POST /apply-template'),
  };
}
