import { MullError } from '../../core/mull-error.ts';
import type { ChatDialect } from './chat/chat-dialect.ts';
import type { HttpClient } from './http-client.ts';
import { numberOf, objectOf } from './json-value.ts';
import type { ServerFacts } from './server-facts.ts';

/** Stands in front of a text, so that no request is empty; its own tokens are subtracted. */
const front = 'a.';

/**
 * Asks a server without a tokenizer how many tokens a text has: it is asked how long a prompt with the text is, and one
 * for the empty text tells how much of that was there anyway.
 *
 * @returns undefined where the server tells no usage
 */
export function askTokenCount(
  client: HttpClient,
  facts: ServerFacts,
  dialect: ChatDialect,
): (text: string, signal: AbortSignal | undefined) => Promise<number | undefined> {
  const model = facts.model.value;
  let empty: number | undefined;
  const promptOf = async (text: string, signal: AbortSignal | undefined): Promise<number | undefined> => {
    const asked = facts.textContinuation.value
      ? { path: 'completions', body: { model, prompt: text, max_tokens: 1 } }
      : dialect.countRequest([{ role: 'user', content: text }], []);
    try {
      const answer = await client.json({ ...asked, ...(signal && { signal }) });
      return facts.textContinuation.value
        ? numberOf(objectOf(objectOf(answer).usage).prompt_tokens)
        : dialect.readCount(answer);
    } catch (error) {
      if (MullError.isMullError(error) && error.code === 'E_ENGINE_REFUSED') return undefined;
      throw error;
    }
  };
  return async (text, signal) => {
    empty ??= await promptOf(front, signal);
    if (empty === undefined) return undefined;
    const whole = await promptOf(front + text, signal);
    return whole === undefined ? undefined : Math.max(0, whole - empty);
  };
}
