import type { ToolCall } from '../../core/message.ts';
import { CallGatherer } from './chat/call-gatherer.ts';
import type { ChatEvent } from './chat/chat-event.ts';

/** One answer of a server, read in parts; what was taken too early can be put back. */
export class TurnStream {
  readonly #source: AsyncIterator<ChatEvent>;
  readonly #upcoming: ChatEvent[] = [];
  readonly #leave: () => void;
  readonly #calls = new CallGatherer();
  #done = false;
  #failure: unknown;
  /** Tokens of thinking, once the server has counted them. */
  thought: number | undefined;
  /** Tokens of the whole answer, thinking included, as far as the server counts them. */
  sampled: number | undefined;
  end: ChatEvent['end'];
  /** The answer, as far as it has come. */
  content = '';
  /** Whether a call of a tool is part of it. */
  called = false;
  /** Tokens that earlier parts of it took. */
  told = 0;

  constructor(source: AsyncIterator<ChatEvent>, leave: () => void) {
    this.#source = source;
    this.#leave = leave;
  }

  /** The next event; undefined at the end. */
  async take(): Promise<ChatEvent | undefined> {
    return this.#upcoming.shift() ?? this.#pull();
  }

  putBack(event: ChatEvent): void {
    this.#upcoming.unshift(event);
  }

  /** Reads everything that is still to come, for what only the end tells. */
  async readAhead(): Promise<void> {
    for (let event = await this.#pull(); event !== undefined; event = await this.#pull()) this.#upcoming.push(event);
  }

  /** The calls of tools so far. */
  get calls(): readonly ToolCall[] {
    return this.#calls.calls;
  }

  /** Stops what runs upstream. */
  leave(): void {
    this.#leave();
    this.#done = true;
    this.#upcoming.length = 0;
  }

  async #pull(): Promise<ChatEvent | undefined> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#done) return undefined;
    const next = await this.#source.next().catch((error: unknown) => {
      // An answer that broke off must not look like one that ended to whoever reads on.
      this.#failure = error;
      throw error;
    });
    if (next.done) {
      this.#done = true;
      return undefined;
    }
    this.thought = next.value.thought ?? this.thought;
    this.sampled = next.value.sampled ?? this.sampled;
    this.end = next.value.end ?? this.end;
    this.content += next.value.content;
    this.called ||= next.value.toolCall;
    this.#calls.add(next.value.calls ?? []);
    return next.value;
  }
}
