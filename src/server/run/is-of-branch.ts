import type { ThinkEvent } from '../../core/events.ts';

/** Whether an event belongs to a chain of a strategy, of which APIs know nothing. */
export function isOfBranch(event: ThinkEvent): boolean {
  return 'branch' in event && event.branch !== undefined;
}
