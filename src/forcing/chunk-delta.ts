import type { ThinkEvent } from '../core/events.ts';
import type { Chunk } from '../engine/generation.ts';

/** A chunk that the model wrote, as an event. */
export function chunkDelta(type: 'thinking-delta' | 'answer-delta', chunk: Chunk): ThinkEvent {
  const { text, tokens, logprobs } = chunk;
  return { type, text, forced: false, ...(tokens ? { tokens } : {}), ...(logprobs ? { logprobs } : {}) };
}
