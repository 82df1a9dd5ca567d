/**
 * Follows a stream of UTF-8 bytes and knows where characters begin, as the WHATWG decoder sees it: bytes that cannot
 * become a character stand alone (and will be U+FFFD).
 */
export class CharacterTracker {
  #missing = 0;
  #low = 0x80;
  #high = 0xbf;

  /** Whether the stream ends inside a character that may still be completed. */
  get open(): boolean {
    return this.#missing > 0;
  }

  /** @returns whether something new begins at this byte, so that the text before it is certain */
  push(byte: number): boolean {
    if (this.#missing > 0 && byte >= this.#low && byte <= this.#high) {
      this.#missing -= 1;
      this.#low = 0x80;
      this.#high = 0xbf;
      return false;
    }
    this.#begin(byte);
    return true;
  }

  #begin(byte: number): void {
    this.#low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    this.#high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    if (byte >= 0xc2 && byte <= 0xdf) this.#missing = 1;
    else if (byte >= 0xe0 && byte <= 0xef) this.#missing = 2;
    else if (byte >= 0xf0 && byte <= 0xf4) this.#missing = 3;
    else this.#missing = 0;
  }
}
