import { CharacterTracker } from './character-tracker.ts';
import { StopMatcher } from './stop-matcher.ts';
import type { TokenTexts } from './token-texts.ts';

/** Where a stop was found among the tokens that are still held. */
export interface StopFound {
  /** Index in the list of stop texts. */
  readonly stop: number;
  /** Held tokens that stay: those before the one in which the stop begins. */
  readonly keep: number;
  /** Text between the tokens that stay and the stop. */
  readonly leftOver: string;
}

/** Text that is certain, as whole tokens. */
export interface Certain {
  readonly count: number;
  readonly text: string;
}

/**
 * Turns sampled tokens into text that may be shown: whole tokens, never the beginning of a stop, never a part of a
 * character.
 *
 * Only whole tokens are let go, so that what was shown can always be told in tokens and leaving a loop needs no
 * re-encoding.
 */
export class TokenStream {
  readonly #texts: TokenTexts;
  readonly #matcher: StopMatcher | undefined;
  readonly #tracker = new CharacterTracker();
  /** Bytes of the held tokens, where each token begins in them, and whether a character begins there, too. */
  #bytes: number[] = [];
  #starts: number[] = [];
  #clean: boolean[] = [];
  /** The usual case: nothing was held and the new token is certain at once. */
  #quick: string | undefined;

  constructor(texts: TokenTexts, stops: readonly string[]) {
    this.#texts = texts;
    const encoder = new TextEncoder();
    this.#matcher = stops.length > 0 ? new StopMatcher(stops.map((stop) => encoder.encode(stop))) : undefined;
  }

  /** Adds a token. The stream must not be used any further once a stop was found, except for `keep`. */
  push(token: number): StopFound | undefined {
    const bytes = this.#texts.bytes(token);
    const match = this.#matcher?.push(bytes);
    if (match === undefined && this.#starts.length === 0 && (this.#matcher?.held ?? 0) === 0) {
      const whole = this.#texts.whole(token);
      if (whole !== null) {
        this.#quick = whole;
        return undefined;
      }
    }
    const before = this.#bytes.length;
    this.#hold(bytes);
    return match && this.#found(match.stop, before + match.end - match.length);
  }

  /** Lets go of everything that is certain. */
  take(): Certain | undefined {
    if (this.#quick !== undefined) {
      const text = this.#quick;
      this.#quick = undefined;
      return { count: 1, text };
    }
    if (this.#starts.length === 0) return undefined;
    const certain = this.#bytes.length - (this.#matcher?.held ?? 0);
    let count = this.#starts.length;
    if (certain < this.#bytes.length || this.#tracker.open) {
      do count -= 1;
      while (count > 0 && !(this.#clean[count] && this.#starts[count]! <= certain));
    }
    return this.#release(count);
  }

  /** Lets go of everything that is held, or of the first `count` tokens. */
  flush(count: number = this.#starts.length): Certain | undefined {
    return this.#release(count);
  }

  #hold(bytes: Uint8Array): void {
    this.#starts.push(this.#bytes.length);
    let clean = bytes.length > 0 || !this.#tracker.open;
    for (let i = 0; i < bytes.length; i += 1) {
      const begins = this.#tracker.push(bytes[i]!);
      if (i === 0) clean = begins;
      this.#bytes.push(bytes[i]!);
    }
    this.#clean.push(clean);
  }

  #release(count: number): Certain | undefined {
    if (count === 0) return undefined;
    const end = this.#starts[count] ?? this.#bytes.length;
    const text = this.#texts.decode(Uint8Array.from(this.#bytes.slice(0, end)));
    this.#bytes = this.#bytes.slice(end);
    this.#starts = this.#starts.slice(count).map((start) => start - end);
    this.#clean = this.#clean.slice(count);
    return { count, text };
  }

  #found(stop: number, begin: number): StopFound {
    // The last token that starts at or before the stop; before that, back to where a character begins.
    let keep = this.#starts.findLastIndex((start) => start <= begin);
    while (keep > 0 && !this.#clean[keep]) keep -= 1;
    const leftOver = this.#texts.decode(Uint8Array.from(this.#bytes.slice(this.#starts[keep], begin)));
    return { stop, keep, leftOver };
  }
}
