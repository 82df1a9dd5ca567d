import type { ToolCall } from '../../../core/message.ts';
import { newCallId } from '../../../core/new-call-id.ts';

/** A piece of a call, as servers stream them: its id and name first, its arguments bit by bit. */
export interface CallPiece {
  /** Which of the calls of the answer. */
  readonly index: number;
  readonly id?: string;
  readonly name?: string;
  readonly arguments?: string;
}

/** Puts the pieces of calls together. */
export class CallGatherer {
  readonly #calls = new Map<number, { id: string | undefined; name: string; text: string }>();

  add(pieces: readonly CallPiece[]): void {
    for (const { index, id, name, arguments: text } of pieces) {
      const call = this.#calls.get(index) ?? { id: undefined, name: '', text: '' };
      this.#calls.set(index, { id: call.id ?? id, name: call.name + (name ?? ''), text: call.text + (text ?? '') });
    }
  }

  /** All calls so far, in their order. */
  get calls(): readonly ToolCall[] {
    return [...this.#calls]
      .sort(([a], [b]) => a - b)
      .map(([, { id, name, text }]) => ({ id: id ?? newCallId(), name, arguments: text === '' ? '{}' : text }));
  }
}
