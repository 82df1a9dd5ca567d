import type { Stretch } from './script.ts';
import type { ScriptedVocabulary } from './scripted-vocabulary.ts';

/** How far a script has been said. */
export interface ScriptCursor {
  readonly stretch: number;
  /** Bytes of that stretch that were said. */
  readonly offset: number;
  /** Whether the model has begun to speak since something was last given to it, even if only a stop. */
  readonly spoken: boolean;
}

export const scriptStart: ScriptCursor = { stretch: 0, offset: 0, spoken: false };

/** Moves cursors along one script. All its methods are pure. */
export class ScriptReader {
  readonly #stretches: readonly Stretch[];
  readonly #vocabulary: ScriptedVocabulary;
  readonly #repeatLast: boolean;
  readonly #turnEnd: number;

  constructor(stretches: readonly Stretch[], vocabulary: ScriptedVocabulary, repeatLast: boolean) {
    this.#stretches = stretches;
    this.#vocabulary = vocabulary;
    this.#repeatLast = repeatLast;
    this.#turnEnd = [...vocabulary.turnEnds][0]!;
  }

  /** The token that comes next: the end of the turn where the stretch, or the whole script, is used up. */
  expected(cursor: ScriptCursor): number {
    const stretch = this.#stretches[cursor.stretch];
    if (stretch === undefined || cursor.offset >= stretch.bytes.length) return this.#turnEnd;
    const index = stretch.offsets.indexOf(cursor.offset);
    // Inside a word, of which a stop has left the beginning, the rest is said byte by byte.
    return index === -1 ? stretch.bytes[cursor.offset]! : stretch.tokens[index]!;
  }

  /** The cursor after the model has said a token; another one than expected stands in its place. */
  said(cursor: ScriptCursor, token: number): ScriptCursor {
    const stretch = this.#stretches[cursor.stretch];
    if (stretch === undefined) return { ...cursor, spoken: true };
    const bytes = this.#vocabulary.bytes(token);
    const asWritten = bytes.every((byte, index) => stretch.bytes[cursor.offset + index] === byte);
    const offset = asWritten
      ? cursor.offset + bytes.length
      : (stretch.offsets.find((start) => start > cursor.offset) ?? stretch.bytes.length);
    return { ...cursor, offset, spoken: true };
  }

  /** The cursor after something was appended. */
  given(cursor: ScriptCursor): ScriptCursor {
    return cursor.spoken ? this.#next(cursor) : cursor;
  }

  /** The cursor from which a model goes on that may not say `banned`: that of the first later stretch it may. */
  avoiding(cursor: ScriptCursor, banned: readonly number[]): ScriptCursor {
    let current = cursor;
    for (let i = 0; i <= this.#stretches.length && banned.includes(this.expected(current)); i += 1) {
      current = this.#next(current);
    }
    return current;
  }

  /** Whether anything of the stretch is left behind the token that is expected. */
  hasMoreThanExpected(cursor: ScriptCursor): boolean {
    const stretch = this.#stretches[cursor.stretch];
    return stretch !== undefined && this.said(cursor, this.expected(cursor)).offset < stretch.bytes.length;
  }

  #next(cursor: ScriptCursor): ScriptCursor {
    const last = this.#repeatLast ? this.#stretches.length - 1 : this.#stretches.length;
    return { stretch: Math.min(cursor.stretch + 1, last), offset: 0, spoken: false };
  }
}
