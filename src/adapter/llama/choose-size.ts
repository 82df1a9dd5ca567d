import { MullError } from '../../core/mull-error.ts';
import type { Circumstances, WantedSettings } from './choose-settings.ts';

const contexts = [8192, 4096, 2048, 1024, 512] as const;
const slotCounts = [8, 4, 2, 1] as const;
/** Part of the free memory that caches take when their size is left to the engine. */
const usualShare = 0.25;

/** How many sequences, and how long: the user's, else the most that fits. */
export function chooseSize(
  wanted: WantedSettings,
  { trainedContext, freeBytes, cacheBytes }: Circumstances,
): { readonly slots: number; readonly contextSize: number; readonly why: string } {
  if (wanted.contextSize !== undefined && wanted.contextSize > trainedContext) {
    throw new MullError(
      'E_OPTION_INVALID',
      `contextSize is ${wanted.contextSize}, but the model was made for ${trainedContext} tokens.`,
      { hint: `Give a contextSize of at most ${trainedContext}, or leave it out.` },
    );
  }
  const sizes = contexts.flatMap((context) => {
    const contextSize = wanted.contextSize ?? Math.min(context, trainedContext);
    return slotCounts.map((count) => ({ slots: wanted.slots ?? count, contextSize }));
  });
  // A long context is worth more than many slots, but one slot alone is worth less than half the context.
  sizes.sort(
    (a, b) => Math.min(b.slots, 2) - Math.min(a.slots, 2) || b.contextSize - a.contextSize || b.slots - a.slots,
  );
  const budget = freeBytes * usualShare;
  const fitting = sizes.find(({ slots, contextSize }) => cacheBytes(slots, contextSize) <= budget);
  const { slots, contextSize } = fitting ?? sizes.at(-1)!;
  const largest = contextSize === Math.min(contexts[0], trainedContext);
  const why =
    fitting === undefined || !largest ? 'what fits into a quarter of the free memory' : 'enough for long thinking';
  return { slots, contextSize, why };
}
