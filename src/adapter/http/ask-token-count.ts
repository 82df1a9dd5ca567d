import { MullError } from '../../core/mull-error.ts';
import type { HttpClient } from './http-client.ts';
import { type JsonObject, numberOf, objectOf } from './json-value.ts';
import type { ServerFacts } from './server-facts.ts';

/** Stands in front of a text, so that no request is empty; its own tokens are subtracted. */
const front = 'a.';

/**
 * Asks a server without a tokenizer how many tokens a text has: a request for one token tells in its usage how long
 * the prompt was, and one for the empty text how much of that was there anyway.
 *
 * @returns undefined where the server tells no usage
 */
export function askTokenCount(
  client: HttpClient,
  facts: ServerFacts,
): (text: string, signal: AbortSignal | undefined) => Promise<number | undefined> {
  const model = facts.model.value;
  const byText = facts.textContinuation.value;
  let empty: number | undefined;
  const promptOf = async (text: string, signal: AbortSignal | undefined): Promise<number | undefined> => {
    const body: JsonObject = byText
      ? { model, prompt: text, max_tokens: 1 }
      : { model, messages: [{ role: 'user', content: text }], [facts.chatLimit.value]: 1 };
    try {
      const path = byText ? 'completions' : 'chat/completions';
      const answer = objectOf(await client.json({ path, body, ...(signal && { signal }) }));
      return numberOf(objectOf(answer.usage).prompt_tokens);
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
