import type { Counting } from '../../core/count.ts';
import type { Channel, Chunk } from '../../engine/generation.ts';
import { HeldPieces } from './held-pieces.ts';

/** Text with the tokens it took, as far as the server tells. */
export interface TextPiece {
  readonly text: string;
  readonly tokens: number;
  readonly counting: Counting;
}

/** What one event of a continuation by text says. */
export interface TextEvent {
  readonly text: string;
  /** Tokens sampled so far by this request, where the server tells them with each event or at the end. */
  readonly sampled?: number;
  readonly cached?: number;
  readonly evaluated?: number;
  /** `stop`: one of the stops that were sent, by its text where the server tells · `ended`: a stop or the turn's end. */
  readonly end?:
    | { readonly reason: 'limit' | 'turn-end' | 'ended' }
    | { readonly reason: 'stop'; readonly text: string };
}

/**
 * Turns the events of a request into pieces that may be shown, with the tokens each took.
 *
 * Where the server counts along, a piece has the tokens since the one before; otherwise it is counted here, and the
 * server's sum at the end corrects the whole.
 */
export class TextReader {
  readonly #held: HeldPieces<TextPiece>;
  readonly #estimate: (text: string) => number;
  #counted = 0;

  /** Tokens the server has sampled for this request, its stop included. */
  sampled = 0;
  /** Index of the stop that was found in the text. */
  stop: number | undefined;
  /** Text in front of that stop in the piece in which it begins. */
  leftOver: TextPiece | undefined;

  constructor(stops: readonly string[], estimate: (text: string) => number) {
    this.#held = new HeldPieces(stops);
    this.#estimate = estimate;
  }

  accept(event: TextEvent): readonly TextPiece[] {
    const { sampled, text } = event;
    if (sampled !== undefined) this.sampled = sampled;
    if (text === '') return [];
    const piece = this.#piece(text, sampled);
    const result = this.#held.push(piece);
    if (!('stop' in result)) return result;
    this.stop = result.stop;
    const { shared } = result;
    // The token in which the stop begins stays, as far as its text does.
    if (shared !== undefined) this.leftOver = { ...shared.piece, text: shared.text };
    return result.before;
  }

  /** Everything that is left, once no stop can come any more. */
  flush(): readonly TextPiece[] {
    return this.stop === undefined ? this.#held.flush() : this.leftOver === undefined ? [] : [this.leftOver];
  }

  #piece(text: string, sampled: number | undefined): TextPiece {
    if (sampled === undefined) return { text, tokens: this.#estimate(text), counting: 'estimated' };
    const tokens = Math.max(0, sampled - this.#counted);
    this.#counted = sampled;
    return { text, tokens, counting: 'reported' };
  }
}

/** A piece as a chunk; its tokens are told where the server counted them. */
export function chunkOfPiece({ text, tokens, counting }: TextPiece, channel: Channel): Chunk {
  return counting === 'reported' ? { channel, text, count: tokens } : { channel, text };
}
