import type { ServerEvent } from './event-stream.ts';
import { EventTooLong } from './event-stream.ts';

/** Reads lines of JSON (`application/x-ndjson`) from bytes that may be split anywhere, as events. */
export class LineStream {
  readonly #mostCharacters: number;
  readonly #decoder = new TextDecoder('utf-8');
  #line = '';

  /** @param mostCharacters - of one line; a longer one throws EventTooLong */
  constructor(mostCharacters: number = 2 ** 24) {
    this.#mostCharacters = mostCharacters;
  }

  /** The lines that these bytes complete. */
  push(bytes: Uint8Array): ServerEvent[] {
    const [first = '', ...others] = this.#decoder.decode(bytes, { stream: true }).split('\n');
    this.#line += first;
    const lines = others.length === 0 ? [] : [this.#line, ...others.slice(0, -1)];
    this.#line = others.at(-1) ?? this.#line;
    if (this.#line.length > this.#mostCharacters) {
      throw new EventTooLong(`a line of more than ${this.#mostCharacters} characters`);
    }
    return lines.flatMap(eventOf);
  }

  /** The last line, where nothing ended it: whether it is whole shows in its JSON. */
  end(): ServerEvent[] {
    return eventOf(this.#line + this.#decoder.decode());
  }
}

function eventOf(line: string): ServerEvent[] {
  const data = line.trim();
  return data === '' ? [] : [{ type: 'message', data }];
}
