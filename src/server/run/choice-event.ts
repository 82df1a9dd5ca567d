import type { ThinkEvent } from '../../core/events.ts';

/** What happens in one of the answers that a request asked for. */
export interface ChoiceEvent {
  /** 0 for the first answer. */
  readonly index: number;
  readonly event: ThinkEvent;
}
