import { looksLikeBudget } from '../budget/parse-budget-text.ts';

/** The name of a model and the budget behind it: `qwen3-8b:max=2000,waits=2`. Names may hold colons themselves. */
export function splitModel(
  name: string | undefined,
  served: readonly string[],
): { readonly model: string | undefined; readonly suffix: string | undefined } {
  if (name === undefined || served.includes(name)) return { model: name, suffix: undefined };
  for (let at = name.indexOf(':'); at >= 0; at = name.indexOf(':', at + 1)) {
    const suffix = name.slice(at + 1);
    if (looksLikeBudget(suffix)) return { model: name.slice(0, at), suffix };
  }
  return { model: name, suffix: undefined };
}
