import { CharacterTracker } from './character-tracker.ts';
import type { Tokenizer } from './tokenizer.ts';

/** What each token of a model says, looked up once per token. */
export class TokenTexts {
  readonly #tokenizer: Tokenizer;
  // `ignoreBOM` keeps U+FEFF in the text; without it a model that says one would lose it.
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  readonly #texts: (string | undefined)[] = [];
  /** `null` where the bytes end inside a character. */
  readonly #whole: (string | null | undefined)[] = [];

  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
  }

  bytes(token: number): Uint8Array {
    return this.#tokenizer.bytes(token);
  }

  decode(bytes: Uint8Array): string {
    return this.#decoder.decode(bytes);
  }

  /** The text of a token on its own; U+FFFD for parts of characters. */
  text(token: number): string {
    this.#texts[token] ??= this.decode(this.bytes(token));
    return this.#texts[token]!;
  }

  /** The text of a token that no later token can change, or null if its bytes end inside a character. */
  whole(token: number): string | null {
    const known = this.#whole[token];
    if (known !== undefined) return known;
    const tracker = new CharacterTracker();
    for (const byte of this.bytes(token)) tracker.push(byte);
    const whole = tracker.open ? null : this.text(token);
    this.#whole[token] = whole;
    return whole;
  }
}
