import { longestBeginning } from '../../core/longest-beginning.ts';

/** A stop that was completed among the pieces that are still held. */
export interface PieceMatch<Piece> {
  /** Index in the list of stops. */
  readonly stop: number;
  /** Pieces that lie wholly before the stop. */
  readonly before: readonly Piece[];
  /** The piece in which the stop begins, if text stands in front of it there, and that text. */
  readonly shared?: { readonly piece: Piece; readonly text: string };
  /** Pieces that hold the stop, and what came behind it. */
  readonly dropped: readonly Piece[];
}

/**
 * Lets pieces of text pass, except for those that may be the beginning of a stop.
 *
 * Of several stops the one that is completed first wins; of those completed by the same character the longest.
 */
export class HeldPieces<Piece extends { readonly text: string }> {
  readonly #stops: readonly string[];
  #pieces: Piece[] = [];
  #text = '';

  constructor(stops: readonly string[]) {
    this.#stops = stops;
  }

  /** The pieces that are held. */
  get pieces(): readonly Piece[] {
    return this.#pieces;
  }

  /** The pieces that are certain now, or the stop that this piece completed. */
  push(piece: Piece): readonly Piece[] | PieceMatch<Piece> {
    this.#pieces.push(piece);
    this.#text += piece.text;
    const found = this.#find();
    if (found !== undefined) return this.#match(found.stop, found.begin);
    return this.#release(this.#text.length - longestBeginning(this.#text, this.#stops));
  }

  /** Everything that is held: no stop can be completed any more. */
  flush(): readonly Piece[] {
    return this.#release(this.#text.length);
  }

  #find(): { readonly stop: number; readonly begin: number } | undefined {
    let best: { stop: number; begin: number; end: number } | undefined;
    for (const [stop, text] of this.#stops.entries()) {
      const begin = this.#text.indexOf(text);
      if (begin === -1) continue;
      const end = begin + text.length;
      if (best === undefined || end < best.end || (end === best.end && begin < best.begin)) best = { stop, begin, end };
    }
    return best;
  }

  #release(certain: number): Piece[] {
    let count = 0;
    let length = 0;
    while (count < this.#pieces.length && length + this.#pieces[count]!.text.length <= certain) {
      length += this.#pieces[count]!.text.length;
      count += 1;
    }
    this.#text = this.#text.slice(length);
    return this.#pieces.splice(0, count);
  }

  #match(stop: number, begin: number): PieceMatch<Piece> {
    let start = 0;
    let index = 0;
    while (start + this.#pieces[index]!.text.length <= begin) {
      start += this.#pieces[index]!.text.length;
      index += 1;
    }
    const text = this.#text.slice(start, begin);
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#text = '';
    return {
      stop,
      before: pieces.slice(0, index),
      ...(text === '' ? {} : { shared: { piece: pieces[index]!, text } }),
      dropped: pieces.slice(text === '' ? index : index + 1),
    };
  }
}
