import { weakestCounting } from '../../core/weakest-counting.ts';
import type { TokenCounter } from './token-counter.ts';
import type { Place } from './way.ts';

/** The place behind a text that could only be estimated while it came, counted by the server where it counts texts. */
export async function recounted<State extends Place>(
  counter: TokenCounter,
  start: State,
  place: State,
  text: string,
  signal: AbortSignal,
): Promise<State> {
  if (place.length.counting !== 'estimated' || start.length.counting === 'estimated') return place;
  const { value, counting } = await counter.count(text, signal);
  const length = { value: start.length.value + value, counting: weakestCounting(start.length.counting, counting) };
  return { ...place, length, sampled: start.sampled + value };
}
