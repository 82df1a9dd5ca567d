import type { ToldFacts } from '../adapter/http/told-facts.ts';
import { MullError } from '../core/mull-error.ts';

/**
 * Facts of a server as a person wrote them; what is in them is checked where the engine is opened.
 *
 * @throws E_OPTION_INVALID for what is no JSON object
 */
export function readFacts(text: string): ToldFacts {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new MullError('E_OPTION_INVALID', `--facts must be a JSON object, got ${JSON.stringify(text.slice(0, 40))}.`, {
    hint: `For example: --facts '{"contextSize": 8192, "reasoningField": "reasoning"}'`,
  });
}
