import { type Effort, effortLevels } from '../core/effort.ts';

/**
 * What an effort stands for in a context window of so many tokens: the most thinking, none for `max`, and what it wants
 * to keep for the answer. Neither where there is no effort.
 */
export function fieldsFromEffort(
  effort: Effort | undefined,
  contextSize: number,
): { readonly max?: number; readonly answer?: number } {
  if (effort === undefined) return {};
  const { share, cap, answer } = effortLevels[effort];
  if (cap === Number.POSITIVE_INFINITY) return { answer };
  return { max: Math.min(cap, Math.floor(share * contextSize)), answer };
}
