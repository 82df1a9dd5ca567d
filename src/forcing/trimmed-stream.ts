/** Passes a text on in pieces that, joined, are the whole text without white space at its ends. */
export class TrimmedStream {
  #begun = false;
  #held = '';

  push(text: string): string {
    const all = this.#begun ? this.#held + text : (this.#held + text).trimStart();
    const kept = all.trimEnd();
    this.#held = all.slice(kept.length);
    this.#begun ||= kept !== '';
    return kept;
  }
}
