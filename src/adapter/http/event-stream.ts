/** One event of a server-sent event stream. */
export interface ServerEvent {
  /** Its name; `message` where the stream gives none. */
  readonly type: string;
  readonly data: string;
}

/** Thrown for a line or an event longer than the limit, before more of it is kept. */
export class EventTooLong extends Error {}

const lineFeed = 10;
const carriageReturn = 13;

/**
 * Reads server-sent events (WHATWG HTML, section 9.2.6) from bytes that may be split anywhere, also inside a
 * character or between CR and LF.
 *
 * An event counts only when its blank line has come: what stands unfinished at the end of a stream is no event.
 */
export class EventStream {
  readonly #mostCharacters: number;
  // Keeps U+FEFF inside the text; only the one at the very beginning of the stream is dropped.
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #first = true;
  #afterReturn = false;
  #line = '';
  #type = '';
  #data: string[] = [];
  #length = 0;

  /** @param mostCharacters - of one event; a longer one throws EventTooLong */
  constructor(mostCharacters: number = 2 ** 24) {
    this.#mostCharacters = mostCharacters;
  }

  /** Whether something was begun that no blank line has ended yet. */
  get pending(): boolean {
    return this.#line !== '' || this.#data.length > 0;
  }

  /** The events that these bytes complete. */
  push(bytes: Uint8Array): ServerEvent[] {
    const events: ServerEvent[] = [];
    let start = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte !== lineFeed && byte !== carriageReturn) {
        this.#afterReturn = false;
        continue;
      }
      // The line feed of a CRLF belongs to the carriage return that ended the line.
      const second = byte === lineFeed && this.#afterReturn;
      this.#afterReturn = byte === carriageReturn;
      if (!second) {
        this.#extend(bytes.subarray(start, at));
        const event = this.#endLine();
        if (event !== undefined) events.push(event);
      }
      start = at + 1;
    }
    this.#extend(bytes.subarray(start));
    return events;
  }

  #extend(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#line += this.#decoder.decode(bytes, { stream: true });
    if (this.#length + this.#line.length > this.#mostCharacters) {
      throw new EventTooLong(`an event of more than ${this.#mostCharacters} characters`);
    }
  }

  #endLine(): ServerEvent | undefined {
    let line = this.#line + this.#decoder.decode();
    this.#line = '';
    if (this.#first && line.startsWith('\ufeff')) line = line.slice(1);
    this.#first = false;
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const rest = colon === -1 ? '' : line.slice(colon + 1);
    const value = rest.startsWith(' ') ? rest.slice(1) : rest;
    if (field === 'data') {
      this.#data.push(value);
      this.#length += value.length + 1;
    } else if (field === 'event') this.#type = value;
    return undefined;
  }

  #dispatch(): ServerEvent | undefined {
    const event = { type: this.#type === '' ? 'message' : this.#type, data: this.#data.join('\n') };
    const any = this.#data.length > 0;
    this.#type = '';
    this.#data = [];
    this.#length = 0;
    return any ? event : undefined;
  }
}
