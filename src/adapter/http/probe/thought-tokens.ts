import type { ChatEvent } from '../chat/chat-event.ts';

/** Tokens of thinking as the server counts them, else the events that brought them. */
export function thoughtTokens(events: readonly ChatEvent[]): number {
  const counted = events.findLast((event) => event.thought !== undefined)?.thought;
  return counted ?? events.filter((event) => event.reasoning !== '').length;
}
