import type { Count } from '../../core/count.ts';
import { MullError } from '../../core/mull-error.ts';
import type { ChatDialect } from './chat/chat-dialect.ts';
import { textsOf } from './chat/texts-of.ts';
import type { HttpClient } from './http-client.ts';
import { type JsonObject, listOf, numberOf, objectOf, textOf } from './json-value.ts';
import type { ServerFacts } from './server-facts.ts';
import type { ServerTokenizer } from './server-tokenizer.ts';
import type { TokenCounter } from './token-counter.ts';

/** Tokens of a conversation with the assistant's turn opened. */
export type CountConversation = (
  messages: readonly JsonObject[],
  tools: readonly JsonObject[],
  signal: AbortSignal | undefined,
) => Promise<Count>;

interface Sources {
  readonly client: HttpClient;
  readonly facts: ServerFacts;
  readonly dialect: ChatDialect;
  readonly tokenizer: ServerTokenizer | undefined;
  readonly counter: TokenCounter;
}

/**
 * Tokens of a conversation with the assistant's turn opened: by the server's template and tokenizer, else by a request
 * for one token whose usage says how long the prompt was, else estimated from its text.
 */
export async function countConversation(
  { client, facts, dialect, tokenizer, counter }: Sources,
  prompt: { readonly messages: readonly JsonObject[]; readonly tools: readonly JsonObject[] },
  signal: AbortSignal | undefined,
): Promise<Count> {
  const { messages } = prompt;
  const tools = prompt.tools.length === 0 ? {} : { tools: prompt.tools };
  const model = facts.model.value;
  const options = signal === undefined ? {} : { signal };
  // A tokenizer counts the texts of a conversation; what an image takes only the model's own input tells.
  const media = messages.some(holdsMedia);
  if (tokenizer !== undefined && facts.renders.value && !media) {
    const answer = objectOf(
      await client.json({ path: '/apply-template', body: { model, messages, ...tools }, ...options }),
    );
    const text = textOf(answer.prompt);
    if (text !== undefined) return counter.count(text, signal);
  }
  if (facts.tokenizer.value === 'prompt' && !media) {
    const body = { model, messages, ...tools, add_generation_prompt: true };
    const answer = await client.json({ path: '/tokenize', body, ...options }).catch(passing);
    const count = numberOf(objectOf(answer).count);
    if (count !== undefined) return { value: count, counting: 'reported' };
  }
  if (counter.asksServer || media) {
    const answer = await client.json({ ...dialect.countRequest(messages, prompt.tools), ...options }).catch(passing);
    const count = answer === undefined ? undefined : dialect.readCount(answer);
    if (count !== undefined) return { value: count, counting: 'reported' };
  }
  return counter.estimate(messages.map(({ content }) => textsOf(content).join('\n')).join('\n'));
}

function holdsMedia({ content, images }: JsonObject): boolean {
  return images !== undefined || listOf(content).some((part) => objectOf(part).type !== 'text');
}

/** What a server does not know is no failure; what does not fit, or does not arrive, is. */
function passing(error: unknown): undefined {
  if (MullError.isMullError(error) && (error.code === 'E_ENGINE_REFUSED' || error.code === 'E_MODEL_UNKNOWN')) return;
  throw error;
}
