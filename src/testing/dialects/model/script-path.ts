import type { ThinkingFormat } from '../../../core/thinking-format.ts';
import { compileStretches, type Stretch, type Stretches } from '../../script.ts';
import { type ScriptCursor, ScriptReader, scriptStart } from '../../script-cursor.ts';
import type { ScriptedVocabulary } from '../../scripted-vocabulary.ts';
import { endTexts } from './end-texts.ts';
import type { ThinkingState } from './thinking-state.ts';

const encoder = new TextEncoder();

/**
 * One script, and how a model that was asked over HTTP moves along it.
 *
 * The rules of the scripted engine hold: appended text begins the next stretch. Requests tell less than calls do, so two
 * rules are added that let one script serve whatever way it is asked: text that the model would have said itself counts
 * as said, and where thinking was closed, the answer follows: the rest of the stretch behind its own end of thinking,
 * else the next stretch that is not thinking.
 */
export class ScriptPath {
  readonly #stretches: readonly Stretch[];
  readonly #reader: ScriptReader;
  readonly #repeatLast: boolean;
  /** Where in each stretch its thinking ends and where what follows begins; undefined for stretches of an answer. */
  readonly #ends: readonly ({ readonly at: number; readonly behind: number } | undefined)[];

  constructor(stretches: Stretches, vocabulary: ScriptedVocabulary, thinking: ThinkingFormat, repeatLast: boolean) {
    this.#stretches = compileStretches(stretches, vocabulary);
    this.#reader = new ScriptReader(this.#stretches, vocabulary, repeatLast);
    this.#repeatLast = repeatLast;
    this.#ends = this.#stretches.map((stretch) => endOfThinking(latin(stretch.bytes), thinking));
  }

  /** Where a model begins that was left there by its prompt. */
  start(state: ThinkingState): ScriptCursor {
    return state === 'closed' ? this.#answer(scriptStart) : scriptStart;
  }

  /** The token that comes next. */
  expected(cursor: ScriptCursor): number {
    return this.#reader.expected(this.#settled(cursor));
  }

  said(cursor: ScriptCursor, token: number): ScriptCursor {
    return this.#reader.said(this.#settled(cursor), token);
  }

  avoiding(cursor: ScriptCursor, banned: readonly number[]): ScriptCursor {
    return this.#reader.avoiding(this.#settled(cursor), banned);
  }

  /**
   * The cursor after text that the model did not write.
   *
   * @param bytes - the text, one character per byte
   * @param closes - whether it closed the thinking
   */
  given(cursor: ScriptCursor, bytes: string, closes: boolean): ScriptCursor {
    if (bytes === '') return cursor;
    const stretch = this.#stretches[cursor.stretch];
    const ahead = stretch === undefined ? '' : latin(stretch.bytes.subarray(cursor.offset));
    if (cursor.spoken && ahead.length > bytes.length && ahead.startsWith(bytes)) {
      return { ...cursor, offset: cursor.offset + bytes.length };
    }
    if (closes) return this.#answer(cursor);
    return cursor.spoken ? this.#next(cursor) : cursor;
  }

  /** A stretch that stops with the end of thinking does not end the turn: the answer follows. */
  #settled(cursor: ScriptCursor): ScriptCursor {
    const end = this.#ends[cursor.stretch];
    const length = this.#stretches[cursor.stretch]?.bytes.length;
    if (end === undefined || cursor.offset !== length || end.behind !== length) return cursor;
    return this.#answer(cursor);
  }

  #answer(cursor: ScriptCursor): ScriptCursor {
    const end = this.#ends[cursor.stretch];
    if (end !== undefined && cursor.offset <= end.at && end.behind < this.#stretches[cursor.stretch]!.bytes.length) {
      return { stretch: cursor.stretch, offset: end.behind, spoken: false };
    }
    const from = cursor.spoken || end !== undefined ? cursor.stretch + 1 : cursor.stretch;
    const found = this.#ends.findIndex((candidate, index) => index >= from && candidate === undefined);
    return { stretch: found === -1 ? this.#stretches.length : found, offset: 0, spoken: false };
  }

  #next(cursor: ScriptCursor): ScriptCursor {
    const last = this.#repeatLast ? this.#stretches.length - 1 : this.#stretches.length;
    return { stretch: Math.min(cursor.stretch + 1, last), offset: 0, spoken: false };
  }
}

/** Where the thinking of a stretch ends; undefined where it does not think, or thinks only later. */
function endOfThinking(bytes: string, format: ThinkingFormat): { at: number; behind: number } | undefined {
  const tag = latin(encoder.encode(format.open.trim()));
  const from = tag !== '' && bytes.startsWith(tag) ? tag.length : 0;
  const first = (texts: readonly string[]): { at: number; behind: number } | undefined =>
    texts
      .map((text) => latin(encoder.encode(text)))
      .map((text) => ({ at: bytes.indexOf(text, from), behind: bytes.indexOf(text, from) + text.length }))
      .filter(({ at }) => at !== -1)
      .sort((a, b) => a.at - b.at || b.behind - a.behind)[0];
  const end = first(endTexts(format));
  const reopened = first(format.reopens);
  return end === undefined || (reopened !== undefined && reopened.at < end.at) ? undefined : end;
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
