import type { ThinkEvent } from '../../core/events.ts';
import type { ForcedMark } from '../../core/run-record.ts';

/** Collects the places in the thinking of one chain where mull stepped in. */
export class ForcedMarks {
  readonly #marks: ForcedMark[] = [];
  #characters = 0;

  see(event: ThinkEvent): void {
    if (event.type === 'thinking-delta') this.#characters += event.text.length;
    if (event.type !== 'forced') return;
    const { kind, text, position } = event;
    this.#marks.push({ kind, text, position, offset: this.#characters });
  }

  get marks(): readonly ForcedMark[] {
    return this.#marks;
  }
}
