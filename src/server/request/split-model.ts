import { strategyNames } from '../../scaling/strategy-table.ts';
import { looksLikeBudget } from '../budget/parse-budget-text.ts';
import type { ServerRequest } from './server-request.ts';

/**
 * The name of a model and the budget or strategy behind it: `qwen3-8b:max=2000,waits=2`, `qwen3-8b:majority:samples=8`.
 * Names may hold colons themselves.
 */
export function splitModel(
  name: string | undefined,
  served: readonly string[],
): Pick<ServerRequest, 'model' | 'suffix' | 'strategy'> {
  if (name === undefined || served.includes(name)) return { model: name, suffix: undefined, strategy: undefined };
  for (let at = name.indexOf(':'); at >= 0; at = name.indexOf(':', at + 1)) {
    const suffix = name.slice(at + 1);
    const model = name.slice(0, at);
    if (strategyNames.includes(suffix.split(':')[0] ?? '')) return { model, suffix: undefined, strategy: suffix };
    if (looksLikeBudget(suffix)) return { model, suffix, strategy: undefined };
  }
  return { model: name, suffix: undefined, strategy: undefined };
}
